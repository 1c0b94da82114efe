"""What is measured on the evidence: figures that a measure describes and the runner computes."""
