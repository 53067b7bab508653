using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Diagnostics;

// PFF15xx: catalogues.
public static partial class CompilerDiagnostics
{
    public static Diagnostic CatalogueNotReadable(SourceText source, TextSpan span, string path, FileReadStatus status) => new(
        "PFF1501",
        Severity.Error,
        status switch
        {
            FileReadStatus.TooLarge => new($"The file '{path}' is too large.", $"O arquivo '{path}' é grande demais."),
            FileReadStatus.NotText => new($"The file '{path}' is not UTF-8 text.", $"O arquivo '{path}' não é texto UTF-8."),
            FileReadStatus.NotReadable => new($"The file '{path}' cannot be read.", $"O arquivo '{path}' não pode ser lido."),
            _ => new($"There is no file '{path}'.", $"Não existe o arquivo '{path}'."),
        },
        source,
        span);
}
