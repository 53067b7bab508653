using Pff.Core.Plan;

namespace Pff.Runtime.Http;

/// <summary>How one attempt ended.</summary>
internal enum AttemptEnd : byte
{
    /// <summary>With an HTTP status.</summary>
    Answered,

    /// <summary>Without a connection: the host has seen nothing of the request.</summary>
    NotConnected,

    /// <summary>The connection broke, or what came back is no HTTP.</summary>
    Broken,
    TimedOut,

    /// <summary>A status came, and then a body that is too large.</summary>
    TooLarge,

    /// <summary>A status came, and then the body broke off.</summary>
    Incomplete,

    /// <summary>A success came with a web page where JSON is declared: a login page, or a proxy, answered in the API's place.</summary>
    WebPage,

    /// <summary>The circuit breaker let nothing through.</summary>
    Unavailable,

    /// <summary>No token could be had, so nothing was sent.</summary>
    NoToken,
}

/// <summary>What an attempt's end means for a call.</summary>
/// <param name="HasEffect">True, false, or null where it is not known whether a write took effect.</param>
/// <param name="MayRepeat">Whether the request may be sent again, to this host or another.</param>
/// <param name="IsHostFault">Whether it counts against the host.</param>
internal readonly record struct Judgement(bool? HasEffect, bool MayRepeat, bool IsHostFault);

/// <summary>
/// The table of <c>docs/reliability.md</c>: which failures of which effect are repeated, and what they leave known. It
/// is conservative: a write that is not idempotent is sent again only where it certainly was not handled.
/// </summary>
internal static class Reliability
{
    /// <param name="isRepeatable">A read, or a write that the server makes idempotent.</param>
    /// <param name="wasSent">Whether any of the request may have reached the host.</param>
    /// <param name="asksToWait">Whether the answer had a <c>Retry-After</c>.</param>
    public static Judgement Judge(AttemptEnd end, int status, bool isRepeatable, bool wasSent, bool asksToWait) => end switch
    {
        AttemptEnd.Answered => JudgeStatus(status, isRepeatable, asksToWait),
        AttemptEnd.NotConnected => new(false, true, true),
        AttemptEnd.Broken or AttemptEnd.TimedOut => wasSent ? new(null, isRepeatable, true) : new(false, true, true),
        AttemptEnd.TooLarge => JudgeStatus(status, isRepeatable, asksToWait) with { MayRepeat = false },
        AttemptEnd.Incomplete => IsSuccess(status)
            ? new(true, isRepeatable, true)
            : JudgeStatus(status, isRepeatable, asksToWait),
        AttemptEnd.WebPage => new(null, false, false),
        AttemptEnd.Unavailable => new(false, true, false),
        AttemptEnd.NoToken => new(false, true, false),
        _ => throw new ArgumentOutOfRangeException(nameof(end), end, null),
    };

    public static bool IsSuccess(int status) => status is >= 200 and <= 299;

    private static Judgement JudgeStatus(int status, bool isRepeatable, bool asksToWait) => status switch
    {
        >= 200 and <= 299 => new(true, false, false),

        // 307 and 308 ask for the same request elsewhere, so it was not handled; after any other redirect it may have been.
        307 or 308 => new(false, false, false),
        >= 300 and <= 399 => new(null, false, false),
        429 => new(false, true, false),
        408 or 425 => new(false, isRepeatable, false),
        >= 400 and <= 499 => new(false, false, false),
        501 or 505 or 511 => new(false, false, false),

        // With Retry-After it is the server's own refusal; without, it may be a gateway that lost the server half-way.
        503 when asksToWait => new(false, true, true),
        _ => new(null, isRepeatable, true),
    };
}
