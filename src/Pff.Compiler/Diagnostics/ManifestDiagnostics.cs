using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF1120 to PFF1149: the shape of a manifest.</summary>
public static partial class CompilerDiagnostics
{
    public static Diagnostic ManifestNotReadable(SourceText source, FileReadStatus status) => status switch
    {
        FileReadStatus.TooLarge => Error(
            "PFF1120", source, default, $"The manifest '{source.Path}' is too large.", $"O manifesto '{source.Path}' é grande demais."),
        FileReadStatus.NotText => Error(
            "PFF1120", source, default, $"The manifest '{source.Path}' is not UTF-8 text.", $"O manifesto '{source.Path}' não é texto UTF-8."),
        FileReadStatus.NotReadable => Error(
            "PFF1120", source, default, $"The manifest '{source.Path}' cannot be read.", $"O manifesto '{source.Path}' não pode ser lido."),
        _ => Error(
            "PFF1120", source, default, $"There is no manifest '{source.Path}'.", $"Não existe o manifesto '{source.Path}'."),
    };
}
