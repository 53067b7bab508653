using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF1860 to PFF1869: formatting, and lines where they mean something.</summary>
public static partial class CompilerDiagnostics
{
    public static Diagnostic NotFormattable(SourceText source) => Error(
        "PFF1860", source, new TextSpan(0, 0),
        "This file is written in a way that cannot be formatted without changing what it says, so it is left as it is.",
        "Este arquivo está escrito de um modo que não pode ser formatado sem mudar o que ele diz, então fica como está.");

    public static Diagnostic HandlerAtMargin(SourceText source, TextSpan span) => Error(
        "PFF1861", source, span,
        "This 'on error' is not indented more than the 'try' above it, so it is about the whole block, and the 'try' has none.",
        "Este 'on error' não está mais recuado que o 'try' acima dele, então vale para o bloco inteiro, e o 'try' não tem nenhum.") with
    {
        Help = new("indent it, or remove 'try'", "recue-o, ou remova 'try'"),
        Fix = new Fix(new("Indent it", "Recuar"), [new TextEdit(new TextSpan(span.Start, 0), "  ")]),
    };
}
