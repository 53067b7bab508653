using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler;

/// <param name="IsStrict">Unguarded access to optional fields, and dyn, are errors.</param>
/// <param name="Environment">The environment whose hosts of <c>config/api_hosts.yaml</c> are used, or null.</param>
public sealed record CompileSettings(bool IsStrict = false, string? Environment = null);

/// <param name="Program">Null where there are errors.</param>
/// <param name="Diagnostics">In source order; those of catalogues and OpenAPI documents too.</param>
/// <param name="Sources">Every file that was read: the manifest first, then catalogues, OpenAPI documents and overlays.</param>
public sealed record CompileResult(
    IrProgram? Program, ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<SourceFile> Sources);

/// <summary>From the path of a manifest to a checked program.</summary>
public static class ManifestCompiler
{
    /// <summary>Reads, binds, checks and lowers a manifest and all that it uses. Never throws on what the files contain.</summary>
    /// <param name="manifestPath">As <paramref name="files"/> knows it.</param>
    /// <exception cref="OperationCanceledException">When cancelled.</exception>
    public static CompileResult Compile(
        string manifestPath, IFileSource files, CompileSettings settings, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var diagnostics = new DiagnosticBag();
        var read = files.Read(manifestPath);
        if (read.Text is null)
        {
            diagnostics.Add(CompilerDiagnostics.ManifestNotReadable(new SourceText(manifestPath, string.Empty), read.Status));
            return new CompileResult(null, diagnostics.ToSorted(), []);
        }

        YamlReader.Read(read.Text, diagnostics);
        return new CompileResult(null, diagnostics.ToSorted(), [new SourceFile(manifestPath, read.Sha256 ?? string.Empty)]);
    }
}
