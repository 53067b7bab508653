using System.Collections.Immutable;

namespace Pff.Compiler.Typing;

/// <summary>The names of what is called on a receiver and is no plain function.</summary>
internal static class MacroTable
{
    /// <summary>CEL's macros, whose first arguments are names.</summary>
    public static ImmutableArray<string> Macros { get; } =
    [
        "all", "exists", "exists_one", "existsOne", "map", "filter", "transformList", "transformMap", "transformMapEntry", "optMap",
        "optFlatMap", "sortBy",
    ];

    /// <summary>PFF's functions that take a lambda, or a list whose elements decide more than a signature can say.</summary>
    public static ImmutableArray<string> ListFunctions { get; } =
        ["map", "filter", "any", "all", "sum", "min", "max", "first", "last", "count", "distinct", "group_by", "sort_by", "flat_map"];

    /// <summary>Everything that may stand after a dot and before a parenthesis.</summary>
    public static ImmutableSortedSet<string> Methods { get; } =
        ImmutableSortedSet.Create<string>(StringComparer.Ordinal, [.. SignaturesOfMethods.Names, .. Macros, .. ListFunctions]);

    /// <summary>How many of a macro's first arguments are names of its variables; 0 where it is no macro.</summary>
    public static int VariableCount(string function, int arguments) => (function, arguments) switch
    {
        ("all" or "exists" or "exists_one" or "existsOne", 2 or 3) => arguments - 1,
        ("map", 2 or 3) or ("filter" or "optMap" or "optFlatMap" or "sortBy", 2) => 1,
        ("transformList" or "transformMap" or "transformMapEntry", 3 or 4) => 2,
        _ => 0,
    };
}
