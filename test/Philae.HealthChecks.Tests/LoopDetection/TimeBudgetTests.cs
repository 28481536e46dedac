using Philae.HealthChecks.LoopDetection;

namespace Philae.HealthChecks.Tests.LoopDetection;

public sealed class TimeBudgetTests
{
    [Theory]
    [InlineData("850ms", 850)]
    [InlineData("0ms", 50)]
    [InlineData("1ms", 50)]
    [InlineData("9223372036854775807ms", null)]
    [InlineData("999999999999999999ms", 86_400_000)]
    [InlineData("-5ms", null)]
    [InlineData("1e3ms", null)]
    [InlineData("5s", null)]
    [InlineData("ms", null)]
    [InlineData(" 5 ms", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Parse_AnyText_IsClampedOrNothing(string? text, int? milliseconds) =>
        TimeBudget.Parse(text).Should().Be(milliseconds is { } value ? TimeSpan.FromMilliseconds(value) : null);

    [Theory]
    [InlineData(1000, 900)]
    [InlineData(100, 80)]
    [InlineData(60, 50)]
    [InlineData(-5, 50)]
    [InlineData(60_000, 59_000)]
    public void ForNext_WhatIsLeft_IsLessAMargin(int left, int expected) =>
        TimeBudget.ForNext(TimeSpan.FromMilliseconds(left)).Should().Be(TimeSpan.FromMilliseconds(expected));

    [Fact]
    public void Left_WithoutAWay_IsNothing() => Via.Parse([], "850ms").Left(TimeSpan.Zero).Should().BeNull();

    [Fact]
    public void Left_SomeTimeLater_IsTheRest() =>
        Via.Parse(["somebody"], "850ms", TimeSpan.FromSeconds(5)).Left(TimeSpan.FromSeconds(5.5)).Should().Be(TimeSpan.FromMilliseconds(350));
}
