using BenchmarkDotNet.Running;
using Philae.HealthChecks.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(WriterBenchmarks).Assembly).Run(args);
