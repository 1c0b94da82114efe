"""Intervals, comparisons, reliability and survival: pure numpy and scipy, no tables.

Every function takes numbers that an engine can aggregate (counts, sums, moments, frequency tables), so that
none needs the rows themselves; the exception is the joint bootstrap, which needs a matrix of answers.

====================  ======================================================================================
`bounds`              `Bounds`, the interval that all functions return, and the level it is computed for
`proportions`         Wilson, Newcombe's difference of two groups, Goodman's shares
`rates`               exact Poisson rate, exact ratio of two rates
`means`               Student, Welch, sites as clusters, Holm's adjustment, finite populations
`quantiles`           position of the type-7 quantile, ranks of the order-statistic interval
`survival`            Kaplan-Meier, its log(-log) band, quantiles of a duration that is partly still open
`reliability`         Cronbach's alpha, raw and standardised, and Feldt's interval
`factor`              McDonald's omega of one factor, and its bootstrap
`association`         Spearman with its permutation test, relative weights of predictors
`correlation`         the interval of Pearson's correlation
`agreement`           Cohen's kappa of two coders
`funnel`              exact limits of a funnel plot, overdispersion
`trend`               log-linear trend of counts with an exposure
`bootstrap`           percentile bootstrap of a mean, joint bootstrap of many means
`survival_bootstrap`  percentile bootstrap of quantiles of a duration in several groups
`effects`             Cohen's d, Hedges' g with noncentral-t intervals, equivalence, robust regression
====================  ======================================================================================

Two kinds of trouble are kept apart. Numbers that cannot occur (more successes than trials, alpha above 1)
raise `ValueError`: something upstream is wrong. Numbers that are possible but too few (one respondent, no
spread, no events) give `None` for the side or the figure that cannot be estimated, or that was not reached.
"""
