using System.Collections.Immutable;
using System.Reflection;

namespace Pff.Compiler.Diagnostics;

/// <summary>The codes of the compiler. The build takes them from the pages in <c>docs/errors</c>, one a code.</summary>
public static class DiagnosticCodes
{
    public static ImmutableSortedSet<string> All { get; } =
    [
        .. typeof(DiagnosticCodes).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Where(a => a.Key == nameof(DiagnosticCodes))
            .SelectMany(a => (a.Value ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries)),
    ];
}
