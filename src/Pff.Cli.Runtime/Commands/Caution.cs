using System.Collections.Immutable;
using System.Globalization;
using Pff.Core.Diagnostics;
using Pff.Runtime.Control;

namespace Pff.Cli.Runtime.Commands;

/// <summary>How careful a run is, as the command line says it and the journal keeps it.</summary>
internal sealed record Caution
{
    public const string StopAfterKey = "stop_after";
    public const string StopRateKey = "stop_rate";
    public const string StopOnKey = "stop_on";
    public const string CanaryKey = "canary";
    public const string AcceptableKey = "acceptable";
    public const string IntolerableKey = "intolerable";
    public const string ErrorKey = "error";
    public const string ApproveKey = "approve_each_ring";
    public const string WindowKey = "window";

    public static readonly ImmutableArray<string> Keys =
        [StopAfterKey, StopRateKey, StopOnKey, CanaryKey, AcceptableKey, IntolerableKey, ErrorKey, ApproveKey, WindowKey];

    public static Caution None { get; } = new();

    public StopRules Stop { get; private init; } = StopRules.None;

    public CanaryPlan? Canary { get; private init; }

    public TimeWindow? Window { get; private init; }

    /// <summary>The caution that the texts ask for, or what is wrong with one of them.</summary>
    /// <param name="texts">By the keys above; those that are left out have no text.</param>
    /// <param name="seed">Of the run, by which its rings are chosen.</param>
    public static (Caution? Caution, LocalizedText? Problem) Read(ImmutableDictionary<string, string> texts, int seed)
    {
        var stop = StopRules.None;
        if (texts.GetValueOrDefault(StopAfterKey) is { } most)
        {
            if (Count(most) is not { } count)
            {
                return Wrong("--stop-after", most, new("a number of rows", "um número de linhas"));
            }

            stop = stop with { MostFailures = count };
        }

        if (texts.GetValueOrDefault(StopRateKey) is { } rate)
        {
            if (Share(rate) is not { } share)
            {
                return Wrong("--stop-rate", rate, new("a share such as 5%", "uma parcela como 5%"));
            }

            stop = stop with { HighestFailureRate = share };
        }

        foreach (var rule in (texts.GetValueOrDefault(StopOnKey) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = rule.Split('=');
            if (parts.Length != 2 || Count(parts[1]) is not { } count)
            {
                return Wrong("--stop-on", rule, new("CODE=NUMBER, such as PFF3101=10", "CÓDIGO=NÚMERO, como PFF3101=10"));
            }

            stop = stop with { MostByCode = stop.MostByCode.SetItem(FailureName.Of(parts[0]), count) };
        }

        var hours = texts.GetValueOrDefault(WindowKey);
        var window = hours is null ? null : TimeWindow.Parse(hours, TimeZoneInfo.Local);
        if (hours is not null && window is null)
        {
            return Wrong("--window", hours, new("hours such as 22:00-06:00, and perhaps a time zone", "horas como 22:00-06:00, e talvez um fuso horário"));
        }

        var (canary, problem) = ReadCanary(texts, seed);
        return problem is null ? (new Caution { Stop = stop, Canary = canary, Window = window }, null) : (null, problem);
    }

    private static (CanaryPlan? Canary, LocalizedText? Problem) ReadCanary(ImmutableDictionary<string, string> texts, int seed)
    {
        var settings = TestSettings.Default;
        foreach (var key in new[] { AcceptableKey, IntolerableKey, ErrorKey })
        {
            if (texts.GetValueOrDefault(key) is not { } text)
            {
                continue;
            }

            if (Share(text) is not { } share)
            {
                return (null, Wrong("--" + key, text, new("a share such as 5%", "uma parcela como 5%")).Problem);
            }

            settings = key switch
            {
                AcceptableKey => settings with { AcceptableRate = share },
                IntolerableKey => settings with { IntolerableRate = share },
                _ => settings with { StopError = share, WidenError = share },
            };
        }

        if (texts.GetValueOrDefault(CanaryKey) is not { } rings)
        {
            return default;
        }

        var shares = rings.Split(',', StringSplitOptions.TrimEntries).Select(Share).ToList();
        var plan = shares.Contains(null)
            ? null
            : CanaryPlan.Create([.. shares.OfType<double>()], settings, texts.ContainsKey(ApproveKey), seed);
        return plan is not null
            ? (plan, null)
            : (null, Wrong("--canary", rings, new(
                "growing shares up to 100%, such as 1%,10%,100%, with --acceptable below --intolerable and --error below 50%",
                "parcelas crescentes até 100%, como 1%,10%,100%, com --acceptable abaixo de --intolerable e --error abaixo de 50%")).Problem);
    }

    private static (Caution? Caution, LocalizedText? Problem) Wrong(string option, string found, LocalizedText expected) => (null, new LocalizedText(
        $"{option}: expected {expected.English}, found '{found}'", $"{option}: esperava {expected.Portuguese}, encontrei '{found}'"));

    private static long? Count(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    /// <summary>0 to 1 of a text such as <c>5%</c> or <c>0.05</c>.</summary>
    private static double? Share(string text)
    {
        var isPercent = text.EndsWith('%');
        return double.TryParse(text.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && (isPercent ? number / 100 : number) is >= 0 and <= 1 and var share
                ? share
                : null;
    }
}
