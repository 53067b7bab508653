using System.Collections.Immutable;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF1560 to PFF1566: what a catalogue says otherwise than an API's document.</summary>
public static partial class CompilerDiagnostics
{
    private static readonly LocalizedText RemoveOverride = new("Remove this override", "Remover esta correção");

    public static Diagnostic OverrideWithoutReason(YamlScalar place) => Error(
        "PFF1560", place.Source, place.Span,
        "An override needs a reason: say in 'because' why the document is wrong.",
        "Uma correção precisa de um motivo: diga em 'because' por que o documento está errado.");

    /// <param name="at">The override's place.</param>
    /// <param name="span">The name that leads nowhere.</param>
    /// <param name="name">It, as text.</param>
    /// <param name="owner">What does not have it; null where it is the first name.</param>
    /// <param name="known">The names that are there.</param>
    /// <param name="removal">Takes the whole override away.</param>
    public static Diagnostic OverrideOfNothing(
        YamlScalar at, TextSpan span, string name, string? owner, ImmutableArray<string> known, TextEdit? removal)
    {
        var nearest = Suggestion.Nearest(name, known);
        return (owner is null
            ? Error(
                "PFF1561", at.Source, span,
                $"Nothing that a method of this API uses is called '{Shorten(name)}': neither a schema nor a method.",
                $"Nada do que um método desta API usa se chama '{Shorten(name)}': nem um esquema nem um método.")
            : Error(
                "PFF1561", at.Source, span,
                $"'{Shorten(owner)}' has no '{Shorten(name)}' any more, or never had.",
                $"'{Shorten(owner)}' não tem mais '{Shorten(name)}', ou nunca teve.")) with
        {
            Help = nearest is null
                ? new("remove the override, or add the field with 'add: TYPE'", "remova a correção, ou acrescente o campo com 'add: TIPO'")
                : DidYouMean(nearest),
            Fix = nearest is not null ? Replace(span, nearest) : removal is null ? null : new Fix(RemoveOverride, [removal]),
        };
    }

    public static Diagnostic OverrideIsStale(YamlScalar key, string place, TextEdit? removal) => Error(
        "PFF1562", key.Source, key.Span,
        $"The document already says this of '{Shorten(place)}', so '{key.Text}' corrects nothing.",
        $"O documento já diz isto de '{Shorten(place)}', portanto '{key.Text}' não corrige nada.") with
    {
        Help = new("remove it, so that it does not hide the document's next change", "remova-o, para que não esconda a próxima mudança do documento"),
        Fix = removal is null ? null : new Fix(RemoveOverride, [removal]),
    };

    public static Diagnostic OverrideDoesNotFit(YamlScalar key, LocalizedText reason) => Error(
        "PFF1563", key.Source, key.Span,
        $"'{Shorten(key.Text)}' cannot be overridden so: {reason.English}.",
        $"'{Shorten(key.Text)}' não pode ser corrigido assim: {reason.Portuguese}.");

    public static Diagnostic OverrideChangesNothing(YamlScalar at) => Error(
        "PFF1564", at.Source, at.Span,
        $"This override of '{Shorten(at.Text)}' does not say what is otherwise.",
        $"Esta correção de '{Shorten(at.Text)}' não diz o que é diferente.") with
    {
        Help = new(
            "add one of: optional, nullable, type, values, open, format, max_items, secret, add",
            "acrescente um destes: optional, nullable, type, values, open, format, max_items, secret, add"),
    };

    public static Diagnostic OverridePlaceNotUnderstood(SourceText source, TextSpan span) => Error(
        "PFF1565", source, span,
        "Expected a place such as 'Customer.status', 'get_customer.result.contract[].id' or 'get_customer.args.id'.",
        "Esperava um lugar como 'Customer.status', 'get_customer.result.contract[].id' ou 'get_customer.args.id'.");

    public static Diagnostic OverrideRepeated(YamlScalar key, string place) => Error(
        "PFF1566", key.Source, key.Span,
        $"'{key.Text}' of '{Shorten(place)}' is already overridden in this catalogue.",
        $"'{key.Text}' de '{Shorten(place)}' já está corrigido neste catálogo.");
}
