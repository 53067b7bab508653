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

/// <summary>A file of <c>returns_file</c> as it was read.</summary>
/// <param name="Root">Null where it could not be read.</param>
/// <param name="Diagnostics">What is wrong with its YAML.</param>
internal sealed record MockFile(FileReadResult Result, YamlNode? Root, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>
/// The files of <c>returns_file</c>. JSON is YAML too, so that a file is read and checked as if it stood in the test,
/// and its mistakes are shown in the file itself.
/// </summary>
/// <param name="before">Files that were read before: the same objects as long as they have the same contents.</param>
internal sealed class MockFiles(IFileSource files, string folder, IReadOnlyDictionary<string, MockFile> before)
{
    /// <summary>A response that a person keeps as an example is far smaller.</summary>
    private const int MaximumLength = 512 * 1024;

    private readonly Dictionary<string, MockFile> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MockFile> _used = new(StringComparer.Ordinal);

    /// <summary>Those that are missing too: they may come.</summary>
    public ImmutableArray<SourceFile> Read => [.. _used.Select(f => new SourceFile(f.Key, f.Value.Result.Sha256 ?? string.Empty))];

    /// <summary>What is wrong with the YAML of the files that tests use.</summary>
    public IEnumerable<Diagnostic> Diagnostics => _used.Values.SelectMany(f => f.Diagnostics);

    /// <summary>The files that tests use, by path.</summary>
    public IReadOnlyDictionary<string, MockFile> Used => _used;

    /// <summary>What the file says, or null where that cannot be known; then it is reported.</summary>
    public IrExpression? Lower(ManifestName name, PffType? type, TestContext context)
    {
        var path = SourcePaths.Combine(folder, name.Text);
        context.Files.Add(path);
        var file = Use(path);
        if (file.Result.Status != FileReadStatus.Found || file.Result.Text!.Content.Length > MaximumLength)
        {
            var status = file.Result.Status == FileReadStatus.Found ? FileReadStatus.TooLarge : file.Result.Status;
            context.Report(CompilerDiagnostics.MockFileNotReadable(context.Source, name.Span, name.Text, status));
            return null;
        }

        return file.Root is { } root ? ValueLowering.Lower(root, type, context.ContextOf(root.Source), Flow.Start) : null;
    }

    /// <summary>The file, which a test uses.</summary>
    public MockFile Use(string path) => _used[path] = Open(path);

    /// <summary>The file, which nobody need use.</summary>
    public MockFile Open(string path)
    {
        if (!_open.TryGetValue(path, out var file))
        {
            var read = files.Read(path);
            file = before.GetValueOrDefault(path) is { } same && same.Result.IsSameAs(read) ? same : Parse(read);
            _open.Add(path, file);
        }

        return file;
    }

    private static MockFile Parse(FileReadResult read)
    {
        if (read.Text is not { Content.Length: <= MaximumLength } text)
        {
            return new MockFile(read, null, []);
        }

        var diagnostics = new DiagnosticBag();
        var document = YamlReader.Read(text, diagnostics);
        return new MockFile(read, document.Root, diagnostics.ToSorted());
    }
}
