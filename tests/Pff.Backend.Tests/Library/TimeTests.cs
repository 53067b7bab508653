using CsCheck;
using Pff.Core.Plan;
using Pff.Core.Plan.Library;

namespace Pff.Backend.Tests.Library;

public sealed class TimeTests
{
    [Fact]
    public void A_timestamp_reads_back_from_its_text() =>
        Values.Timestamps.Sample(timestamp => TimestampText.TryParse(TimestampText.Write(timestamp), out var again) && again == timestamp, iter: Values.Iterations);

    [Fact]
    public void A_duration_reads_back_from_its_text() =>
        Values.Durations.Sample(duration => DurationText.TryParse(DurationText.Write(duration), out var again, out _) && again == duration, iter: Values.Iterations);

    [Theory]
    [InlineData("2009-02-13T23:31:30Z", 1234567890, 0)]
    [InlineData("2009-02-13T21:31:30.5-02:00", 1234567890, 500_000_000)]
    [InlineData("2009-02-13T23:31:30.1234567899Z", 1234567890, 123_456_789)]
    [InlineData("0001-01-01T00:00:00Z", TimeMath.MinTimestampSeconds, 0)]
    public void Timestamps_are_read_as_RFC_3339_has_them(string text, long seconds, int nanoseconds)
    {
        Assert.True(TimestampText.TryParse(text, out var timestamp));
        Assert.Equal(new Timestamp(seconds, nanoseconds), timestamp);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2009-02-13")]
    [InlineData("2009-02-13 23:31:30Z")]
    [InlineData("2009-02-13T23:31:30")]
    [InlineData("2009-02-30T23:31:30Z")]
    [InlineData("2009-02-13T24:00:00Z")]
    [InlineData("2009-02-13T23:31:60Z")]
    [InlineData("2009-02-13T23:31:30.Z")]
    [InlineData("2009-02-13T23:31:30+0200")]
    [InlineData("10000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("٢٠٠٩-02-13T23:31:30Z")]
    public void Other_texts_are_no_timestamps(string text) => Assert.False(TimestampText.TryParse(text, out _));

    [Theory]
    [InlineData("1h30m", 5400, 0)]
    [InlineData("-1.5s", -1, -500_000_000)]
    [InlineData("+2m", 120, 0)]
    [InlineData("250ms", 0, 250_000_000)]
    [InlineData("1us1ns", 0, 1001)]
    [InlineData("1µs", 0, 1000)]
    [InlineData("0", 0, 0)]
    [InlineData(".5h", 1800, 0)]
    [InlineData("0.0000000001s", 0, 0)]
    public void Durations_are_read_with_all_units(string text, long seconds, int nanoseconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration, out _));
        Assert.Equal(new Duration(seconds, nanoseconds), duration);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("-", false)]
    [InlineData("1", false)]
    [InlineData("s", false)]
    [InlineData(".s", false)]
    [InlineData("1d", false)]
    [InlineData("1 s", false)]
    [InlineData("--1s", false)]
    [InlineData("320000000000s", true)]
    [InlineData("99999999999999999999999999h", true)]
    public void Other_texts_are_no_durations(string text, bool isOutOfRange)
    {
        Assert.False(DurationText.TryParse(text, out _, out var isTooLong));
        Assert.Equal(isOutOfRange, isTooLong);
    }

    [Theory]
    [InlineData("America/Sao_Paulo", 20)]
    [InlineData("-03:00", 20)]
    [InlineData("+05:30", 5)]
    [InlineData("UTC", 23)]
    public void Parts_are_those_of_the_zone(string zone, long hours) =>
        Assert.Equal(hours, Calendar.PartOf(Builtin.GetHours, new Timestamp(1_700_000_000 + 4800, 0), zone) is { IsFault: false } part ? part.AsInt : -1);

    [Theory]
    [InlineData("Nowhere/Land")]
    [InlineData("../../../etc/passwd")]
    [InlineData("localtime")]
    [InlineData("Local")]
    [InlineData("+25:00")]
    [InlineData("+1:00")]
    [InlineData("+")]
    public void Other_zones_are_a_fault(string zone) =>
        Assert.Equal(FaultKind.InvalidArgument, Calendar.PartOf(Builtin.GetHours, default(Timestamp), zone).AsFault.Reason);

    [Fact]
    public void The_first_and_last_hours_of_all_time_have_no_parts_in_some_zones()
    {
        Assert.True(Calendar.PartOf(Builtin.GetFullYear, new Timestamp(TimeMath.MinTimestampSeconds, 0), "-03:00").IsFault);
        Assert.True(Calendar.PartOf(Builtin.GetFullYear, new Timestamp(TimeMath.MaxTimestampSeconds, 0), "+03:00").IsFault);
    }
}
