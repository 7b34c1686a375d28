"""The peer's side of lafa-bench: what a user of PyTorch runs for the same work.

usage: peer.py serve THREADS     jobs on stdin and answers on stdout, one JSON object a line
       peer.py start CHECKPOINT  imports the libraries, loads the checkpoint and ends

Styles of a job:
"usual"   Captum or plain autograd in folder order, batches of 32 padded to the longest, as in the
          libraries' tutorials. LAFA by Algorithm 1 as it is written: for every document, the
          gradients of its neighbours are taken again.
"tuned"   Sorted by length, the gradient asked for the input embeddings only, no mask where
          nothing is padded. LAFA takes each document's gradient once.
"shared"  LAFA as "tuned", the hidden states from the forward pass of the gradient.
"""
import json
import os
import sys
import time
import warnings

BATCH = 32
NEIGHBOURS = 10


def start(checkpoint):
    import captum.attr  # noqa: F401
    import torch  # noqa: F401
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    AutoTokenizer.from_pretrained(checkpoint)
    AutoModelForSequenceClassification.from_pretrained(checkpoint).float().eval()


def waiting():
    """Nanoseconds in the run queue by thread; None off Linux."""
    try:
        threads = os.listdir("/proc/self/task")
    except OSError:
        return None
    result = {}
    for thread in threads:
        try:
            with open(f"/proc/self/task/{thread}/schedstat") as file:
                result[thread] = int(file.read().split()[1])
        except (OSError, IndexError):
            pass
    return result


def timed(work):
    queued = waiting()
    began, processor = time.perf_counter(), time.process_time()
    count = work()
    seconds, processor = time.perf_counter() - began, time.process_time() - processor
    answer = {"count": count, "seconds": seconds, "processor_seconds": processor}
    if queued is not None:
        late = sum(value - queued.get(thread, 0) for thread, value in waiting().items())
        answer["waiting_seconds"] = late / 1e9
    return answer


class Peer:
    def __init__(self, threads):
        import torch

        warnings.filterwarnings("ignore", module="captum")
        torch.set_num_threads(threads)
        self.torch = torch
        self.texts, self.ids = [], []

    def load(self, checkpoint, texts=None, ids=None):
        from transformers import AutoModelForSequenceClassification, AutoTokenizer, logging

        logging.set_verbosity_error()
        logging.disable_progress_bar()
        self.texts, self.ids = texts or [], ids or []
        if texts is not None:
            self.tokenizer = AutoTokenizer.from_pretrained(checkpoint)
        model = AutoModelForSequenceClassification.from_pretrained(checkpoint)
        self.model = model.float().eval()
        self.limit = self.model.config.max_position_embeddings
        self.table = self.model.get_input_embeddings()
        return {"count": len(self.texts) + len(self.ids), "seconds": 0, "processor_seconds": 0}

    # Batches

    def encode(self, texts):
        found = self.tokenizer(
            texts, padding=True, truncation=True, max_length=self.limit, return_tensors="pt")
        return found["input_ids"], found["attention_mask"]

    def pad(self, sequences):
        """Ids and mask of token lists; without a mask where all have the same length."""
        torch = self.torch
        longest = max(map(len, sequences))
        if min(map(len, sequences)) == longest:
            return torch.tensor(sequences), None
        ids = torch.tensor([s + [0] * (longest - len(s)) for s in sequences])
        lengths = torch.tensor([len(s) for s in sequences])
        return ids, (torch.arange(longest)[None] < lengths[:, None]).long()

    def batches(self, style, texts):
        if style == "usual":
            for first in range(0, len(texts), BATCH):
                yield self.encode(texts[first:first + BATCH])
            return
        tokens = self.tokenizer(texts, truncation=True, max_length=self.limit)["input_ids"]
        tokens.sort(key=len)
        for first in range(0, len(tokens), BATCH):
            yield self.pad(tokens[first:first + BATCH])

    # Gradients

    def score(self, x, mask):
        out = self.model(inputs_embeds=x, attention_mask=mask).logits
        return out[:, 0] if out.shape[1] == 1 else out.max(-1).values

    def gradient(self, x, mask):
        x = x.detach().requires_grad_(True)
        return self.torch.autograd.grad(self.score(x, mask).sum(), x)[0]

    def pooled(self, hidden, mask):
        if mask is None:
            return hidden.mean(1)
        return (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)

    def run_gradient(self, style, texts, steps):
        if style == "usual":
            from captum.attr import Saliency

            explain = Saliency(self.score)
        done = 0
        for ids, mask in self.batches(style, texts):
            x = self.table(ids).detach()
            if style == "usual":
                explain.attribute(x, additional_forward_args=(mask,), abs=False).square().sum(-1)
            else:
                self.gradient(x, mask).square().sum(-1)
            done += len(ids)
        return done

    def run_integrated(self, style, texts, steps):
        if style == "usual":
            from captum.attr import IntegratedGradients

            explain = IntegratedGradients(self.score)
        done = 0
        for ids, mask in self.batches(style, texts):
            x = self.table(ids).detach()
            if style == "usual":
                explain.attribute(
                    x, self.torch.zeros_like(x), additional_forward_args=(mask,), n_steps=steps,
                    internal_batch_size=64)
            else:
                total = 0
                for step in range(1, steps + 1):
                    total = total + self.gradient(x * (step / steps), mask)
                total * x / steps
            done += len(ids)
        return done

    def run_smooth(self, style, texts, steps):
        done = 0
        for ids, mask in self.batches(style, texts):
            x = self.table(ids).detach()
            total = 0
            for _ in range(steps):
                total = total + self.gradient(x + 0.1 * self.torch.randn_like(x), mask)
            done += len(ids)
        return done

    def hidden(self, style, texts):
        with self.torch.no_grad():
            return self.torch.cat([
                self.pooled(
                    self.model.base_model(
                        input_ids=ids, attention_mask=mask, output_hidden_states=True
                    ).hidden_states[-2], mask)
                for ids, mask in self.batches(style, texts)])

    def neighbours(self, hidden):
        count = min(NEIGHBOURS + 1, len(hidden))
        return self.torch.cdist(hidden, hidden).topk(count, largest=False).indices[:, 1:].tolist()

    def run_lafa(self, style, texts, steps):
        if style == "shared":
            return self.lafa_shared(texts)
        neighbours = self.neighbours(self.hidden(style, texts))
        if style == "tuned":
            # The sums over neighbours are left out: they would only cost the peer more.
            return self.run_gradient(style, texts, steps)
        for index, near in enumerate(neighbours):
            ids, mask = self.encode([texts[index]] + [texts[other] for other in near])
            scores = self.gradient(self.table(ids).detach(), mask).square().sum(-1)
            own = dict(zip(ids[0].tolist(), scores[0].tolist()))
            for row in range(1, len(ids)):
                length = int(mask[row].sum())
                for token, value in zip(ids[row].tolist()[:length], scores[row].tolist()):
                    if token in own:
                        own[token] += value / length / len(near)
        return len(neighbours)

    def lafa_shared(self, texts):
        hidden = []
        for ids, mask in self.batches("tuned", texts):
            x = self.table(ids).detach().requires_grad_(True)
            out = self.model(inputs_embeds=x, attention_mask=mask, output_hidden_states=True)
            score = out.logits[:, 0] if out.logits.shape[1] == 1 else out.logits.max(-1).values
            self.torch.autograd.grad(score.sum(), x)[0].square().sum(-1)
            hidden.append(self.pooled(out.hidden_states[-2].detach(), mask))
        self.neighbours(self.torch.cat(hidden))
        return len(texts)

    def run_ids(self, batch):
        """Gradients of the loaded ids, in batches as they lie."""
        self.model.requires_grad_(False)
        for first in range(0, len(self.ids), batch):
            ids, mask = self.pad(self.ids[first:first + batch])
            self.gradient(self.table(ids).detach(), mask)
        return len(self.ids)

    def run(self, method, style, limit, steps):
        self.model.requires_grad_(style == "usual")
        texts = self.texts
        if limit is not None and limit < len(texts):
            texts = [texts[index * len(texts) // limit] for index in range(limit)]
        work = getattr(self, "run_" + method)
        return timed(lambda: work(style, texts, steps))


class TokenizerPeer:
    """Tokenisation alone, on as many threads as the environment says."""

    def load(self, checkpoint, texts):
        from tokenizers import Tokenizer

        self.texts = texts
        self.tokenizer = Tokenizer.from_file(os.path.join(checkpoint, "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        return {"count": len(texts), "seconds": 0, "processor_seconds": 0}

    def count(self, style):
        if style == "each":
            return sum(len(self.tokenizer.encode(text)) for text in self.texts)
        if style == "batch":
            return sum(map(len, self.tokenizer.encode_batch(self.texts)))
        return sum(map(len, self.tokenizer.encode_batch_fast(self.texts)))

    def run(self, style):
        return timed(lambda: self.count(style))


class NeighbourPeer:
    """FAISS's exact search from Python: every vector's nearest among all."""

    def __init__(self, threads):
        import faiss

        faiss.omp_set_num_threads(threads)
        self.faiss = faiss

    def run(self, count, dimension, neighbours):
        import numpy

        vectors = numpy.random.default_rng(1).standard_normal((count, dimension), "float32")

        def work():
            index = self.faiss.IndexFlatL2(dimension)
            index.add(vectors)
            # Each vector finds itself too.
            return len(index.search(vectors, neighbours + 1)[0])

        return timed(work)


def serve(threads):
    peers = {}
    for line in sys.stdin:
        job = json.loads(line)
        method = job.pop("method")
        try:
            if method in ("load-tokenizer", "tokens"):
                peer = peers.setdefault("tokens", TokenizerPeer())
                answer = (peer.run(job["style"]) if method == "tokens" else
                          peer.load(job["checkpoint"], job["texts"]))
            elif method == "neighbours":
                peer = peers.setdefault("neighbours", NeighbourPeer(threads))
                answer = peer.run(job["count"], job["dimension"], NEIGHBOURS)
            else:
                if "model" not in peers:
                    peers["model"] = Peer(threads)
                peer = peers["model"]
                if method == "load":
                    answer = peer.load(job["checkpoint"], job.get("texts"), job.get("ids"))
                elif method == "ids":
                    answer = timed(lambda: peer.run_ids(job.get("batch", BATCH)))
                else:
                    answer = peer.run(method, job["style"], job.get("limit"), job.get("steps"))
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("serve", "start"):
        sys.exit(__doc__)
    if sys.argv[1] == "start":
        start(sys.argv[2])
    else:
        serve(int(sys.argv[2]))
