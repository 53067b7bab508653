namespace Pff.Core.Plan;

/// <summary>What went wrong in a row, as <c>on_error</c> names it.</summary>
public enum FailureKind
{
    /// <summary>An <c>assert</c> that does not hold.</summary>
    Assert,

    /// <summary>A <c>fail</c> step.</summary>
    Fail,

    /// <summary>An expression without a value: see <see cref="Fault"/>.</summary>
    Evaluation,

    /// <summary>A cell of the input that is not what the manifest declares.</summary>
    Input,

    /// <summary>HTTP 400 or 422.</summary>
    Invalid,

    /// <summary>HTTP 401 or 403.</summary>
    Unauthorized,

    /// <summary>HTTP 404 or 410.</summary>
    NotFound,

    /// <summary>HTTP 409 or 412.</summary>
    Conflict,

    /// <summary>HTTP 429.</summary>
    RateLimited,

    /// <summary>Any other HTTP 4xx or unexpected status.</summary>
    Rejected,

    /// <summary>HTTP 5xx.</summary>
    ServerError,

    Timeout,

    /// <summary>No connection, or it broke.</summary>
    Network,

    /// <summary>The circuit breaker is open.</summary>
    Unavailable,

    /// <summary>A response that is too large, or not the JSON that was expected.</summary>
    BadResponse,

    /// <summary>A write was sent and whether it took effect is not known.</summary>
    Unknown,

    /// <summary>A <c>retry</c> whose condition was false after its last run.</summary>
    RetryExhausted,

    /// <summary>An <c>undo</c> that did not undo everything it could have.</summary>
    UndoFailed,
}

/// <summary>The names of failure kinds in manifests.</summary>
public static class FailureKinds
{
    public const string Any = "any";

    /// <summary><c>NotFound</c> is written <c>not_found</c>.</summary>
    public static string NameOf(FailureKind kind) => kind switch
    {
        FailureKind.Assert => "assert",
        FailureKind.Fail => "fail",
        FailureKind.Evaluation => "evaluation",
        FailureKind.Input => "input",
        FailureKind.Invalid => "invalid",
        FailureKind.Unauthorized => "unauthorized",
        FailureKind.NotFound => "not_found",
        FailureKind.Conflict => "conflict",
        FailureKind.RateLimited => "rate_limited",
        FailureKind.Rejected => "rejected",
        FailureKind.ServerError => "server_error",
        FailureKind.Timeout => "timeout",
        FailureKind.Network => "network",
        FailureKind.Unavailable => "unavailable",
        FailureKind.BadResponse => "bad_response",
        FailureKind.Unknown => "unknown",
        FailureKind.RetryExhausted => "retry_exhausted",
        FailureKind.UndoFailed => "undo_failed",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>The kind with this name.</summary>
    public static bool TryParse(string name, out FailureKind kind)
    {
        foreach (var candidate in Enum.GetValues<FailureKind>())
        {
            if (NameOf(candidate) == name)
            {
                kind = candidate;
                return true;
            }
        }

        kind = default;
        return false;
    }

    /// <summary>The failure kind of an HTTP status that is not a success.</summary>
    public static FailureKind OfStatus(int status) => status switch
    {
        400 or 422 => FailureKind.Invalid,
        401 or 403 => FailureKind.Unauthorized,
        404 or 410 => FailureKind.NotFound,
        409 or 412 => FailureKind.Conflict,
        429 => FailureKind.RateLimited,
        >= 500 and <= 599 => FailureKind.ServerError,
        _ => FailureKind.Rejected,
    };
}
