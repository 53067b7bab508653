namespace Pff.Compiler.Syntax;

/// <summary>What keeps a hostile text from costing more than it should.</summary>
internal static class SyntaxLimits
{
    /// <summary>In UTF-16 code units.</summary>
    public const int MaximumLength = 64 * 1024;

    /// <summary>
    /// Brackets, conditionals and lambdas inside one another. The generated parser takes a dozen calls for each.
    /// </summary>
    public const int MaximumNesting = 100;

    /// <summary>What a thread of 1 MB is enough for even before the parser's code is optimised; deeper texts get a thread of their own.</summary>
    public const int NestingOnAnyStack = 16;

    public const int LargeStackBytes = 16 * 1024 * 1024;

    /// <summary>The height of the tree, to which chains add too; the checker, the evaluator and the backend recurse over it.</summary>
    public const int MaximumHeight = 200;

    /// <summary>Of one text with <c>{{ }}</c>.</summary>
    public const int MaximumHoles = 1_000;

    /// <summary>More diagnostics than this for one expression help nobody.</summary>
    public const int MaximumDiagnostics = 10;
}
