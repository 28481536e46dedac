using System.Globalization;
using Philae.HealthChecks.Fuzz;

// fuzz <inputs a reader> <folder for crashes> [reader]
long inputs = long.Parse(args[0], CultureInfo.InvariantCulture);
string folder = args[1];
int crashes = 0;
Console.WriteLine($"{"reader",-14} {"inputs",10} {"edges",6} {"refused",8} {"crashes",7} {"seconds",8}");
foreach (Reader reader in Readers.All.Where(reader => args.Length < 3 || reader.Name == args[2]))
{
    var session = new Session(reader, folder);
    session.Run(inputs);
    crashes += session.Crashes;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{reader.Name,-14} {inputs,10} {session.Edges,6} {100.0 * session.Refused / inputs,6:0.0} % {session.Crashes,7} {session.Elapsed.TotalSeconds,8:0.0}"));
}

return crashes == 0 ? 0 : 1;
