using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF1860 to PFF1869: formatting.</summary>
public static partial class CompilerDiagnostics
{
    public static Diagnostic NotFormattable(SourceText source) => Error(
        "PFF1860", source, new TextSpan(0, 0),
        "This file uses a way of writing YAML that cannot be formatted without changing what it says, so it is left as it is.",
        "Este arquivo usa uma forma de escrever YAML que não pode ser formatada sem mudar o que ele diz, então fica como está.");
}
