namespace Philae.HealthChecks.LoadTest.Driving;

/// <summary>The findings as Markdown.</summary>
internal static class Table
{
    public static void Print(Settings settings, IReadOnlyList<Finding> findings)
    {
        Console.WriteLine("| what | Philae | compared with | result: median (lowest–highest) | target | |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (Finding finding in findings)
        {
            Console.WriteLine($"| {finding.What} | {finding.Ours} | {finding.Theirs} | {finding.Value} {finding.Target.Unit} | {finding.Target} | {(finding.IsMet ? "met" : "**missed**")} |");
        }

        Console.WriteLine();
        Console.WriteLine($"{findings.Count(finding => finding.IsMet)} of {findings.Count} targets met; {settings.Rounds} rounds of {settings.Seconds} s, {Environment.ProcessorCount} processors, .NET {Environment.Version}.");
    }
}
