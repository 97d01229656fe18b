package domain

// Default returns the catalogue of an instance that has written none: eight
// technical domains of an organisation that builds open-source AI, from surface to
// deep. It leans on topics and labels, which people set on purpose, and its path
// rules are names that mean the same everywhere. A document belongs to what it is
// about: docs/ in a repository of kernels is kernels, unless the instance says
// otherwise.
//
// GitHub's own label "documentation" is left out: it says what kind of change a
// thread is about, not which area. So are directories called pipelines, metrics,
// scheduler or server, which are something else in every repository.
func Default() []Domain {
	return []Domain{
		{
			Slug: "docs", Name: "Docs and website",
			Paths:  []string{"README.md", "CONTRIBUTING.md", "CODE_OF_CONDUCT.md", "website/**", "site/**", "mkdocs.yml", "docs/conf.py", "docs/index.md"},
			Labels: []string{"area/docs", "area: docs", "website"},
			Topics: []string{"docs", "documentation", "website", "tutorials", "cookbook", "handbook"},
			Words:  []string{"docs", "documentation", "tutorial*", "quickstart", "glossary", "website", "readme", "typo", "typos"},
		},
		{
			Slug: "data", Name: "Tokenizers and data sets",
			Paths:  []string{"**/tokenizers/**", "**/tokenization/**", "**/tokenization_*.py", "**/*_tokenizer.*", "datasets/**", "data_cards/**"},
			Labels: []string{"data", "dataset*", "tokenizer*", "tokenization", "area/data", "area: data"},
			Topics: []string{"data", "datasets", "dataset", "tokenizer", "tokenizers", "tokenization", "corpus"},
			Words:  []string{"tokeniz*", "tokenis*", "dataset*", "data set", "data sets", "data card*", "corpus", "corpora", "dedup*", "BPE", "unigram"},
		},
		{
			Slug: "nlp", Name: "NLP pipelines",
			Paths:  []string{"**/nlp/**", "**/translation/**", "**/summarization/**", "**/text_generation/**"},
			Labels: []string{"nlp", "nlp-pipeline*", "translation", "area/nlp", "area: nlp", "multilingual"},
			Topics: []string{"nlp", "natural-language-processing", "machine-translation", "text-generation", "named-entity-recognition", "summarization"},
			Words:  []string{"NLP", "translation", "summaris*", "summariz*", "entity", "coreference", "sentence splitter", "language detector", "beam search"},
		},
		{
			Slug: "evaluation", Name: "Evaluation",
			Paths:  []string{"**/evaluation/**", "**/evals/**", "**/eval/**", "**/leaderboard/**"},
			Labels: []string{"evaluation", "eval*", "benchmarks", "area/evaluation", "area: evaluation"},
			Topics: []string{"evaluation", "evaluation-metrics", "evals", "llm-evaluation", "leaderboard"},
			Words:  []string{"evaluation", "evals", "eval", "leaderboard", "contamination", "held-out", "few-shot", "judge", "scorer", "confidence interval*"},
		},
		{
			Slug: "safety", Name: "Safety filters",
			Paths:  []string{"**/safety/**", "**/safety_checker*", "**/safety_checker/**", "**/moderation/**", "**/guardrails/**", "**/red_team*/**", "**/watermark*"},
			Labels: []string{"safety", "trust-and-safety", "moderation", "red-team*", "area/safety", "area: safety"},
			Topics: []string{"safety", "ai-safety", "content-moderation", "guardrails", "red-teaming", "toxicity"},
			Words:  []string{"safety", "toxicity", "toxic", "jailbreak*", "moderation", "guardrail*", "red-team", "refusal*", "canary prompt*", "threshold calibration"},
		},
		{
			Slug: "training", Name: "Training",
			Paths:  []string{"**/training/**", "**/trainer.py", "**/trainer_*.py", "**/trainers/**", "**/optim/**", "**/optimizers/**", "**/fsdp*", "**/deepspeed*", "**/checkpointing/**"},
			Labels: []string{"training", "trainer", "distributed", "optimizer*", "fine-tuning", "area/training", "area: training"},
			Topics: []string{"training", "distributed-training", "fine-tuning", "finetuning", "pretraining", "rlhf", "optimizers"},
			Words: []string{"training loop", "trainer", "checkpoint*", "gradient*", "optimizer*", "optimiser*", "learning rate", "learning-rate", "loss scaling", "mixed precision",
				"FSDP", "fine-tun*", "finetun*", "bf16"},
		},
		{
			Slug: "serving", Name: "Serving",
			Paths:  []string{"**/serving/**", "**/inference_server/**", "**/kv_cache*", "**/batching/**", "**/quantization/**", "router/**"},
			Labels: []string{"serving", "inference", "quantization", "area/serving", "area: serving"},
			Topics: []string{"serving", "model-serving", "inference", "inference-server", "llm-inference", "llm-serving", "quantization"},
			Words:  []string{"serving", "inference server", "continuous batch*", "KV cache", "prefix cache", "speculative decod*", "request queue", "token streamer", "prefill", "latency", "throughput", "quantis*", "quantiz*"},
		},
		{
			Slug: "kernels", Name: "GPU kernels",
			Paths:  []string{"**/csrc/**", "**/*.cu", "**/*.cuh", "**/*.hip", "**/*.metal", "**/*.ptx", "**/kernels/**", "**/triton/**"},
			Labels: []string{"kernel", "kernels", "cuda", "rocm", "triton", "gpu", "area/kernels", "area: kernels"},
			Topics: []string{"kernels", "cuda", "cuda-kernels", "gpu-kernels", "triton", "rocm", "gpu-programming"},
			Words: []string{"kernel", "kernels", "CUDA", "ROCm", "warp", "flash attention", "paged attention", "matmul", "shared memory", "shared-memory", "bank conflict*",
				"register spill*", "tile", "fp8", "int4", "occupancy"},
		},
	}
}
