namespace Philae.HealthChecks.LoadTest.Driving;

/// <summary>Measures the rows that were asked for and prints the table: on standard output, what is going on on standard error.</summary>
internal static class Driver
{
    private static readonly Row[] Rows = [.. ProcessorRows.All, .. ServerRows.All, .. WriterRows.All, .. EndpointRows.All, .. NativeRows.All];

    /// <returns>0: every target is met. 1: one is missed. 2: the command line is wrong.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        Settings settings;
        try
        {
            settings = Settings.Parse(arguments);
        }
        catch (FormatException error)
        {
            Console.Error.WriteLine($"{error.Message}\n{Settings.Usage}");
            return 2;
        }

        Row[] rows = [.. Rows.Where(row => (!settings.Short || row.IsCount) && row.Name.Contains(settings.Only ?? "", StringComparison.OrdinalIgnoreCase))];
        if (rows.Length == 0)
        {
            Console.Error.WriteLine($"No row is called so. There are: {string.Join(", ", Rows.Select(row => row.Name))}");
            return 2;
        }

        if (settings.List)
        {
            Console.WriteLine(string.Join('\n', rows.Select(row => row.Name)));
            return 0;
        }

        var bench = new Bench(settings);
        var findings = new List<Finding>();
        foreach (Row row in rows)
        {
            Console.Error.WriteLine(row.Name);
            findings.AddRange(await MeasureAsync(row, bench));
        }

        Table.Print(settings, findings);
        return findings.TrueForAll(finding => finding.IsMet) ? 0 : 1;
    }

    // What cannot be measured is a line as well, and the others still are.
    private static async Task<IReadOnlyList<Finding>> MeasureAsync(Row row, Bench bench)
    {
        try
        {
            return await row.MeasureAsync(bench);
        }
        catch (Exception error)
        {
            Console.Error.WriteLine(error);
            return [Finding.Unmeasured(row.Name, error.Message)];
        }
    }
}
