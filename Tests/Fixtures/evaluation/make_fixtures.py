"""Writes metrics.json: what scikit-learn, SciPy, statsmodels, ERASER and ferret say.

    python -m venv env && env/bin/pip install scikit-learn scipy statsmodels
    env/bin/python make_fixtures.py

Figures made with scikit-learn 1.9.1, SciPy 1.17.1 and statsmodels 0.15.0. ERASER and ferret are
not installed: their definitions are written again here, each beside its source.
"""

import itertools
import json
import math
from pathlib import Path

import numpy as np
from scipy import stats
from sklearn import metrics
from statsmodels.stats.multitest import multipletests

RANDOM = np.random.default_rng(20221122)


def cut(values, digits=6):
    """Numbers that JSON keeps exactly: what the libraries see is what the tests see."""
    return [round(float(v), digits) for v in values]


# ERASER: https://github.com/jayded/eraserbenchmark, rationale_benchmark/metrics.py
def eraser_auprc(gold, scores):
    """_auprc: the trapezoid rule over the precision-recall curve."""
    precision, recall, _ = metrics.precision_recall_curve(gold, scores)
    return metrics.auc(recall, precision)


def eraser_token_f1(gold, predicted):
    """score_hard_rationale_predictions: the F1 of one instance."""
    both = sum(g and p for g, p in zip(gold, predicted))
    precision, recall = both / sum(predicted), both / sum(gold)
    return 0.0 if both == 0 else 2 * precision * recall / (precision + recall)


def spans(marks):
    return [
        [i for i, _ in run]
        for key, run in itertools.groupby(enumerate(marks), key=lambda pair: bool(pair[1]))
        if key
    ]


def eraser_span_f1(gold, predicted, threshold=0.5):
    """partial_match_score for one instance: spans whose best IOU reaches the threshold."""
    right = 0
    for p in spans(predicted):
        best = max((len(set(p) & set(t)) / len(set(p) | set(t)) for t in spans(gold)), default=0)
        right += best >= threshold
    precision, recall = right / len(spans(predicted)), right / len(spans(gold))
    return 0.0 if right == 0 else 2 * precision * recall / (precision + recall)


def eraser_aopc(full, outputs):
    """_instances_aopc for one instance: the mean over the thresholds."""
    return float(np.average([full - output for output in outputs]))


# ferret: https://github.com/g8a9/ferret 0.4.2
def ferret_iou(gold, predicted):
    """plausibility_measures._token_iou."""
    both = sum(g and p for g, p in zip(gold, predicted))
    either = sum(g or p for g, p in zip(gold, predicted))
    return 0 if either == 0 else both / either


def ferret_size(share, words):
    """utils_from_soft_to_discrete._get_id_tokens_percentage: None hides nothing."""
    size = int(share * words)
    return size if 0 < size <= words else None


def ferret_aopc(full, scores, output):
    """faithfulness_measures: shares that hide nothing new are not averaged."""
    order = [int(i) for i in np.argsort(-np.array(scores), kind="stable")]
    last, drops = None, []
    for share in np.arange(0.1, 1.1, 0.1):
        size = ferret_size(share, len(scores))
        if size is None or set(order[:size]) == last:
            continue
        last = set(order[:size])
        drops.append(full - output(last))
    return float(np.mean(drops)) if drops else None


def top(scores, count):
    order = np.argsort(-np.array(scores), kind="stable")[:count]
    return [int(i in set(order.tolist())) for i in range(len(scores))]


def documents():
    for index in range(24):
        words = int(RANDOM.integers(3, 40))
        weights = RANDOM.choice([0, 0, 0, 0.25, 0.5, 1], words)
        if not weights.any():
            weights[0] = 1
        if weights.all():
            weights[-1] = 0
        scores = RANDOM.normal(size=words) + weights
        if index % 3 == 1:
            scores = np.round(scores)  # ties
        if index % 3 == 2:
            scores = scores**2  # unsigned, skewed
        yield cut(weights), cut(scores)


def gold_cases():
    for weights, scores in documents():
        gold = [int(w > 0) for w in weights]
        strongest = top(scores, sum(gold))
        constant = len(set(scores)) == 1
        yield {
            "weights": weights,
            "scores": scores,
            "rocAUC": metrics.roc_auc_score(gold, scores),
            "averagePrecision": metrics.average_precision_score(gold, scores),
            "auprc": eraser_auprc(gold, scores),
            "pearson": None if constant else stats.pearsonr(scores, weights).statistic,
            "spearman": None if constant else stats.spearmanr(scores, weights).statistic,
            "kendall": None if constant else stats.kendalltau(scores, weights).statistic,
            "tokenF1": eraser_token_f1(gold, strongest),
            "tokenIOU": ferret_iou(gold, strongest),
            "spanF1": eraser_span_f1(gold, strongest),
        }


def erasure_cases():
    """A model whose output is a squashed sum of weights of the words that are left."""
    for words in [3, 7, 10, 12, 25, 31]:
        weights = cut(RANDOM.normal(size=words))
        scores = cut(np.abs(RANDOM.normal(size=words)))

        def output(hidden):
            total = sum(w for i, w in enumerate(weights) if i not in hidden)
            return 1 / (1 + math.exp(-total))

        full = output(set())
        order = [int(i) for i in np.argsort(-np.array(scores), kind="stable")]
        shares = [round(s / 20, 2) for s in range(1, 11)]
        # Decimal arithmetic in whole hundredths: no rounding of shares.
        sizes = [-(-round(s * 100) * words // 100) for s in shares]
        removed = [output(set(order[:k])) for k in sizes]
        kept = [output(set(order[k:])) for k in sizes]
        empty = output(set(order))
        odds = [math.log(q / (1 - q)) - math.log(full / (1 - full)) for q in removed]
        yield {
            "scores": scores,
            "weights": weights,
            "shares": shares,
            "sizes": sizes,
            "ferretSizes": [ferret_size(s, words) or 0 for s in np.arange(0.1, 1.1, 0.1)],
            "full": full,
            "empty": empty,
            "removed": removed,
            "kept": kept,
            "comprehensiveness": eraser_aopc(full, removed),
            "sufficiency": eraser_aopc(full, kept),
            "ferretComprehensiveness": ferret_aopc(full, scores, output),
            "ferretSufficiency": ferret_aopc(
                full, scores, lambda top: output(set(range(words)) - top)
            ),
            "logOdds": float(np.mean(odds)),
            "logRatio": float(np.mean([math.log(q / full) for q in removed])),
            "deletion": float(np.trapezoid([full, *removed, empty], [0, *shares, 1])),
            "insertion": float(np.trapezoid([empty, *kept, full], [0, *shares, 1])),
            # scikit-learn's MAPE over the shares, with the target repeated.
            "maskedError": metrics.mean_absolute_percentage_error([0.4] * len(removed), removed),
        }


def statistics_cases():
    for count, shift in [(5, 0.8), (9, 0.3), (12, -0.5), (40, 0.35), (120, 0.0)]:
        first = cut(RANDOM.normal(size=count))
        second = cut(np.array(first) * 0.5 + RANDOM.normal(size=count) * 0.7 + shift)
        differences = [a - b for a, b in zip(second, first)]
        exact = count <= 12

        def mean(x, axis):
            return np.mean(x, axis=axis)

        test = stats.permutation_test(
            (differences,),
            mean,
            permutation_type="samples",
            n_resamples=np.inf if exact else 99_999,
            random_state=1,
        )
        interval = stats.bootstrap(
            (differences,), np.mean, n_resamples=99_999, method="percentile", random_state=1
        ).confidence_interval
        yield {
            "first": first,
            "second": second,
            "isExact": exact,
            "p": float(test.pvalue),
            "t": float(stats.ttest_rel(second, first).statistic),
            "error": float(stats.sem(differences)),
            "low": float(interval.low),
            "high": float(interval.high),
        }


def jackknife_error(values):
    """The definition, leaving out one at a time; for a mean equal to the standard error."""
    n = len(values)
    without = [np.mean(np.delete(values, i)) for i in range(n)]
    return math.sqrt((n - 1) / n * sum((w - np.mean(without)) ** 2 for w in without))


def stability_case():
    runs = [cut(RANDOM.normal(size=9) + np.arange(9) * 0.4) for _ in range(4)]
    pairs = list(itertools.combinations(runs, 2))
    shares = [cut(RANDOM.normal(size=5)) for _ in range(6)]
    return {
        "runs": runs,
        "spearman": float(np.mean([stats.spearmanr(a, b).statistic for a, b in pairs])),
        "kendall": float(np.mean([stats.kendalltau(a, b).statistic for a, b in pairs])),
        # Shares of six neighbours in five words, each a sixth of what the neighbour says.
        "own": cut(RANDOM.normal(size=5)),
        "shares": shares,
        "errors": [jackknife_error(np.array(word) * 6) for word in zip(*shares)],
    }


HOLM = [[0.01, 0.04, 0.03, 0.005], [0.5, 0.5, 0.01], [0.9], [0.02, 0.02, 0.02, 0.02, 0.02, 0.6]]

fixture = {
    "gold": list(gold_cases()),
    "erasure": list(erasure_cases()),
    "statistics": list(statistics_cases()),
    "stability": stability_case(),
    "holm": [
        {"p": p, "corrected": multipletests(p, method="holm")[1].tolist()} for p in HOLM
    ],
}
Path(__file__).with_name("metrics.json").write_text(json.dumps(fixture, indent=1) + "\n")
