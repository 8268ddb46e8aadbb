"""Writes statistics.json: what SciPy says about Student's t, paired tests and intervals.

Run: python make_statistics.py   (needs scipy and numpy)
"""

import json
import pathlib

import numpy
from scipy import special, stats

random = numpy.random.default_rng(7)

incomplete_beta = [
    {"x": x, "a": a, "b": b, "value": float(special.betainc(a, b, x))}
    for a in (0.5, 1.0, 2.5, 15.0, 500.0)
    for b in (0.5, 1.0, 3.0, 40.0)
    for x in (0.001, 0.1, 0.5, 0.9, 0.999)
]
critical = [
    {"df": df, "probability": p, "t": float(stats.t.isf(p / 2, df))}
    for df in (1, 2, 3, 4, 9, 29, 1000)
    for p in (0.5, 0.1, 0.05, 0.01, 1e-6)
]
paired = []
for count in (2, 3, 5, 10):
    for shift in (0.0, 0.004, 0.05):
        reference = random.normal(0.9, 0.01, count)
        treatment = reference + random.normal(shift, 0.003, count)
        result = stats.ttest_rel(treatment, reference)
        low, high = result.confidence_interval(0.95)
        paired.append(
            {
                "treatment": treatment.tolist(),
                "reference": reference.tolist(),
                "difference": float((treatment - reference).mean()),
                "low": float(low),
                "high": float(high),
                "sd": float((treatment - reference).std(ddof=1)),
                "p": float(result.pvalue),
            }
        )

path = pathlib.Path(__file__).with_name("statistics.json")
path.write_text(
    json.dumps({"incomplete_beta": incomplete_beta, "critical": critical, "paired": paired}, indent=1) + "\n"
)
