using System.Collections.Immutable;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Tests;
using Pff.Compiler.Testing;
using Pff.Core.Diagnostics;

namespace Pff.Compiler.Sessions;

/// <summary>The lines of one test as they were read somewhere.</summary>
/// <param name="Run">The sequence that it names, or null.</param>
/// <param name="NodeCount">How many nodes of YAML they are.</param>
/// <param name="Names">What may be named in them.</param>
internal sealed record TestRead(string Name, ManifestName? Run, int NodeCount, NamesIn Names);

/// <summary>What came of a test when it was last checked.</summary>
/// <param name="Files">The paths of the files that it reads.</param>
internal sealed record CheckedTest(TestRead Read, TestCase? Test, ImmutableArray<string> Files, Remembered Said);

/// <summary>A test on its way through one check: first it is read or known, then bound or known to be as it was.</summary>
internal sealed class TestPiece
{
    private readonly DiagnosticBag _readDiagnostics = new();
    private TestRead? _read;
    private TestSyntax? _syntax;

    /// <param name="place">A test of a manifest or file of tests.</param>
    public TestPiece(SequencePlace place, TestMemory memory)
    {
        Place = place;
        Key = place.Text;
        Before = memory.Tests.GetValueOrDefault(Key);
        _read = Before?.Read;
    }

    /// <param name="syntax">A test of a module, read with it.</param>
    public TestPiece(TestSyntax syntax, SequencePlace place, TestMemory memory)
        : this(place, memory)
    {
        _syntax = syntax;
        _read ??= new TestRead(syntax.Name.Text, syntax.Run, 0, NamesIn.Text(Key));
    }

    public SequencePlace Place { get; }

    /// <summary>The lines.</summary>
    public string Key { get; }

    public CheckedTest? Before { get; }

    public bool IsKnown => _read is not null;

    public string Name => _read!.Name;

    public ManifestName? Run => _read!.Run;

    public NamesIn Names => _read!.Names;

    public int NodeCount => _read!.NodeCount;

    /// <summary>What is wrong with the lines, where they were read.</summary>
    public IEnumerable<Diagnostic> ReadDiagnostics => _readDiagnostics.Items;

    public CheckedTest? Checked { get; private set; }

    /// <summary>The test, in the text as it is now; null where nobody knows what it tests.</summary>
    public TestCase? Test => Checked?.Test is { } test ? test with { Source = Place.Source } : null;

    /// <summary>What is said of it, at its place.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; private set; } = [];

    /// <summary>Reads the lines; it is then known, or only the whole file can tell what is wrong.</summary>
    public void Read()
    {
        if (Place.TryReadEntry() is { } entry && TestReader.Read(entry, new ShapeReader(_readDiagnostics, isComplete: true)) is { } test)
        {
            _syntax = test;
            _read = new TestRead(test.Name.Text, test.Run, SequencePlace.CountNodes(entry.Value), NamesIn.Text(Key));
        }
    }

    /// <summary>Takes what came of the same lines before, unless something that they see from outside is another.</summary>
    public bool TryKeep(Outlook seen, bool mustStandStill)
    {
        if (Before?.Said.At(Place, seen, mustStandStill) is not { } diagnostics)
        {
            return false;
        }

        Checked = Before;
        Diagnostics = diagnostics;
        return true;
    }

    public void Bind(TestedProgram program, MockFiles files, Func<ImmutableArray<string>, Outlook> see, CancellationToken cancellation)
    {
        if (_syntax is null)
        {
            Read();
        }

        var diagnostics = new DiagnosticBag();
        diagnostics.AddRange(_readDiagnostics.Items);
        var (test, read) = TestBinding.Bind(_syntax!, program, files, diagnostics, cancellation);
        Diagnostics = [.. diagnostics.Items];
        Checked = new CheckedTest(_read!, test, read, new Remembered(Place, Diagnostics, see(read)));
    }
}
