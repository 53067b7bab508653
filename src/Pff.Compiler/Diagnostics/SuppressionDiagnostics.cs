using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF1850 to PFF1859: comments that allow a warning.</summary>
public static partial class CompilerDiagnostics
{
    private static readonly LocalizedText SuppressionForm = new(
        "write 'pff: allow PFF1305 because …' with the code of the warning and why it may stand",
        "escreva 'pff: allow PFF1305 because …' com o código do aviso e por que ele pode ficar");

    public static Diagnostic SuppressionMalformed(SourceText source, TextSpan span) => Error(
        "PFF1850", source, span,
        "A comment that starts with 'pff:' allows a warning, and this one does not say which.",
        "Um comentário que começa com 'pff:' permite um aviso, e este não diz qual.") with { Help = SuppressionForm };

    public static Diagnostic SuppressionWithoutReason(SourceText source, TextSpan span) => Error(
        "PFF1851", source, span,
        "This comment allows a warning without a reason.",
        "Este comentário permite um aviso sem dizer o motivo.") with { Help = SuppressionForm };

    public static Diagnostic SuppressionOfUnknownCode(SourceText source, TextSpan span, string code, IEnumerable<string> known)
    {
        var nearest = Suggestion.Nearest(code.ToUpperInvariant(), known);
        var isOnlyCase = known.Contains(code.ToUpperInvariant());
        return Error(
            "PFF1852", source, span,
            $"'{Shorten(code)}' is no code of the compiler.",
            $"'{Shorten(code)}' não é um código do compilador.") with
        {
            // Codes are near one another and mean nothing alike: only one in lower case is certain.
            Help = isOnlyCase ? DidYouMean(code.ToUpperInvariant()) : nearest is null ? SuppressionForm : DidYouMean(nearest),
            Fix = isOnlyCase ? Replace(span, code.ToUpperInvariant()) : null,
        };
    }

    public static Diagnostic StaleSuppression(SourceText source, TextSpan span, string code) => Error(
        "PFF1853", source, span,
        $"There is no {code} to allow here any more.",
        $"Não há mais nenhum {code} para permitir aqui.") with
    {
        Help = new("remove the code, or the comment", "remova o código, ou o comentário"),
    };

    public static Diagnostic SuppressionOfError(SourceText source, TextSpan span, string code) => Error(
        "PFF1854", source, span,
        $"{code} is an error here, and only warnings can be allowed.",
        $"{code} é um erro aqui, e só avisos podem ser permitidos.");
}
