namespace Pff.Core.Plan.Library;

/// <summary>
/// How large a value may grow. Expressions read data from outside, so that no expression may run for ever, fill the
/// memory or overflow the stack; where one of these is reached the result is a LimitExceeded fault.
/// </summary>
public static class Limits
{
    /// <summary>UTF-16 code units of a text that a function makes: 16 MiB of memory.</summary>
    public const int MaxTextLength = 8 * 1024 * 1024;

    /// <summary>Bytes of JSON that a value is written as.</summary>
    public const int MaxJsonLength = 64 * 1024 * 1024;

    /// <summary>Elements of a list, or entries of a map, that an expression makes.</summary>
    public const int MaxElements = 1_000_000;

    /// <summary>Lists and maps inside one another, wherever a value is walked.</summary>
    public const int MaxDepth = 200;

    /// <summary>Values that one walk (a comparison, a text form) may see; shared parts count each time they are seen.</summary>
    public const int MaxWalk = 4_000_000;

    /// <summary>Nodes that one evaluation of an expression may visit.</summary>
    public const int MaxSteps = 10_000_000;
}
