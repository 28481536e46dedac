using System.Text;
using Philae.HealthChecks.Wire;

namespace Philae.HealthChecks.Tests.Wire;

public sealed class GoDurationTests
{
    public static TheoryData<long, string> GoldenDurations() => [.. Golden.Durations];

    [Fact]
    public void Golden_File_IsComplete() => Golden.Durations.Should().HaveCount(442);

    [Theory]
    [MemberData(nameof(GoldenDurations))]
    public void Format_Nanoseconds_IsAsGoWritesIt(long nanoseconds, string text) => Format(nanoseconds).ShouldBeBytes(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void Format_MostNegative_IsAsGoWritesIt() => Format(long.MinValue).ShouldBeBytes("-2562047h47m16.854775808s"u8);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 100)]
    [InlineData(-1, -100)]
    [InlineData(long.MaxValue / 100, 9_223_372_036_854_775_800)]
    [InlineData(long.MinValue / 100, -9_223_372_036_854_775_800)]
    [InlineData((long.MaxValue / 100) + 1, long.MaxValue)]
    [InlineData((long.MinValue / 100) - 1, long.MinValue)]
    [InlineData(long.MaxValue, long.MaxValue)]
    [InlineData(long.MinValue, long.MinValue)]
    public void Nanoseconds_OfTicks_SaturateWhereTheyDoNotFit(long ticks, long nanoseconds) =>
        GoDuration.Nanoseconds(TimeSpan.FromTicks(ticks)).Should().Be(nanoseconds);

    private static byte[] Format(long nanoseconds)
    {
        // Exactly as much room as the writer gives it.
        byte[] text = new byte[GoDuration.MaxLength];
        return text[..GoDuration.Format(nanoseconds, text)];
    }
}
