using Pff.Compiler.Manifest;
using Pff.Compiler.Typing;
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

    public static Diagnostic ListBreaksPromise(SourceText source, TextSpan span, int count, LocalizedText expected) => Error(
        "PFF1354", source, span,
        $"Expected {expected.English}, found {count}.",
        $"Esperava-se {expected.Portuguese}, encontraram-se {count}.");

    public static Diagnostic LimitIsNoNumber(SourceText source, ManifestName value, string word, bool isCount) => Error(
        "PFF1352", source, value.Span,
        $"'{word}' takes {(isCount ? $"a whole number from 0 to {int.MaxValue}" : "a number")}, found '{Shorten(value.Text)}'.",
        $"'{word}' recebe {(isCount ? $"um número inteiro de 0 a {int.MaxValue}" : "um número")}, encontrou-se '{Shorten(value.Text)}'.");

    public static Diagnostic LimitsExcludeAll(SourceText source, ManifestName value, string word) => Error(
        "PFF1353", source, value.Span,
        $"With '{word}' at {Shorten(value.Text)} nothing is left: the lower limit is above the upper one.",
        $"Com '{word}' em {Shorten(value.Text)} não sobra nada: o limite inferior está acima do superior.");

    /// <summary>What a constraint is about, as a list of types.</summary>
    /// <param name="or">The word before the last of them.</param>
    private static string TypesOf(string word, string or) => ConstraintWords.SubjectOf(word) switch
    {
        ConstraintSubject.Number => $"int, double {or} decimal",
        ConstraintSubject.List => "list<T>",
        _ => "text",
    };
}
