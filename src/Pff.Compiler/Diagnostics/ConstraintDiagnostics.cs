using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF1350 and on: what declarations promise beyond types.</summary>
public static partial class CompilerDiagnostics
{
    public static Diagnostic ConstantBreaksPromise(SourceText source, TextSpan span, string value, LocalizedText expected) => Error(
        "PFF1350", source, span,
        $"Expected {expected.English}, found '{Shorten(value)}'.",
        $"Esperava-se {expected.Portuguese}, encontrou-se '{Shorten(value)}'.");
}
