using System.Text;

namespace Philae.HealthChecks.Tests.Wire;

public sealed class ReportReaderFuzzTests
{
    private const int Rounds = 20_000;

    private static readonly byte[][] Tokens = [.. new[]
    {
        "{", "}", "[", "]", "\"", ",", ":", "null", "true", "-", "1e999", "\\ud800", "\\", "\"name\":", "\"probes\":", "\"error\":{", "\"Message_\":", "\"healthy\":",
    }.Select(Encoding.UTF8.GetBytes), [0xff], [0xc3], [0xed, 0xa0, 0x80], [0xef, 0xbb, 0xbf], [0]];

    [Fact]
    public void Read_AnyBytes_IsAReportOrInvalidJson()
    {
        var random = new Random(20_000);
        byte[][] bodies = [.. Golden.Reports.Values.Select(static golden => golden.Body)];
        int read = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] body = round % 10 == 0 ? Noise(random) : Mutated(random, bodies);
            try
            {
                PhilaeReport report = PhilaeReport.Read(body);
                read++;
                _ = report.Probes.Select(static probe => $"{probe.Name.Length} {probe.Comment.Length} {probe.Error}").ToList();
            }
            catch (FormatException refusal) when (refusal.Message == "Invalid json")
            {
            }
            catch (Exception other)
            {
                throw new InvalidOperationException($"round {round}: {Convert.ToHexString(body)}", other);
            }
        }

        // Both ways were gone, and often: or the mutations are too wild or too tame to find anything.
        read.Should().BeInRange(Rounds / 20, Rounds / 2);
    }

    private static byte[] Noise(Random random)
    {
        byte[] noise = new byte[random.Next(200)];
        random.NextBytes(noise);
        return noise;
    }

    private static byte[] Mutated(Random random, byte[][] bodies)
    {
        List<byte> body = [.. bodies[random.Next(bodies.Length)]];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int at = random.Next(body.Count);
            switch (random.Next(5))
            {
                case 0:
                    body[at] = (byte)random.Next(256);
                    break;
                case 1:
                    body[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    body.RemoveRange(at, random.Next(Math.Min(20, body.Count - at)));
                    break;
                case 3:
                    body.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                    break;
                default:
                    body.InsertRange(at, body.GetRange(at, random.Next(body.Count - at)));
                    break;
            }
        }

        return [.. body];
    }
}
