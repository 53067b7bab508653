using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF1860 to PFF1869: formatting.</summary>
public static partial class CompilerDiagnostics
{
    public static Diagnostic NotFormattable(SourceText source) => Error(
        "PFF1860", source, new TextSpan(0, 0),
        "This file is written in a way that cannot be formatted without changing what it says, so it is left as it is.",
        "Este arquivo está escrito de um modo que não pode ser formatado sem mudar o que ele diz, então fica como está.");
}
