using Xunit.Sdk;
using Xunit.v3;

// What one test counts belongs to the whole process.
[assembly: Parallelization(Mode = ParallelMode.None)]
