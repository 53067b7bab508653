using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Lowering;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Core.Types;

namespace Pff.Compiler.Testing;

/// <summary>
/// The files of <c>returns_file</c>. JSON is YAML too, so that a file is read and checked as if it stood in the test,
/// and its mistakes are shown in the file itself.
/// </summary>
internal sealed class MockFiles(IFileSource files, string folder)
{
    /// <summary>A response that a person keeps as an example is far smaller.</summary>
    private const int MaximumLength = 512 * 1024;

    private readonly Dictionary<string, (FileReadResult Result, YamlNode? Root)> _known = new(StringComparer.Ordinal);

    /// <summary>Those that are missing too: they may come.</summary>
    public ImmutableArray<SourceFile> Read => [.. _known.Select(f => new SourceFile(f.Key, f.Value.Result.Sha256 ?? string.Empty))];

    /// <summary>What the file says, or null where that cannot be known; then it is reported.</summary>
    public IrExpression? Lower(ManifestName name, PffType? type, TestContext context)
    {
        var path = SourcePaths.Combine(folder, name.Text);
        if (!_known.TryGetValue(path, out var file))
        {
            file = Open(path, context);
            _known.Add(path, file);
        }

        if (file.Result.Status != FileReadStatus.Found || file.Result.Text!.Content.Length > MaximumLength)
        {
            var status = file.Result.Status == FileReadStatus.Found ? FileReadStatus.TooLarge : file.Result.Status;
            context.Report(CompilerDiagnostics.MockFileNotReadable(context.Source, name.Span, name.Text, status));
            return null;
        }

        return file.Root is { } root ? ValueLowering.Lower(root, type, context.ContextOf(root.Source), Flow.Start) : null;
    }

    private (FileReadResult Result, YamlNode? Root) Open(string path, TestContext context)
    {
        var read = files.Read(path);
        if (read.Text is not { Content.Length: <= MaximumLength } text)
        {
            return (read, null);
        }

        var diagnostics = new DiagnosticBag();
        var document = YamlReader.Read(text, diagnostics);
        diagnostics.ToSorted().ToList().ForEach(context.Report);
        return (read, document.Root);
    }
}
