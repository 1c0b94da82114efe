"""Evidence compared with criteria: from figures and ratings to findings, scores and a recommendation.

The way of one item, each step a module: ``pooling`` chooses its figures and scores them with
``scoring``, ``judging`` joins the score with the reviewer's rating (``rated``,
``combining``), and ``verdicts`` says what that means.

The way of an audit: ``conclude`` judges every item, ``scores`` sums them up, ``conclusion`` raises
nonconformities and recommends. All of it is pure; ``ratings`` alone reads a file.
"""
