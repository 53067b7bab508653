using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Lowering;
using Pff.Compiler.Manifest;
using Pff.Compiler.Modules;
using Pff.Compiler.Testing;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler;

/// <param name="IsStrict">Unguarded access to optional fields, and dyn, are errors.</param>
/// <param name="Environment">The environment whose hosts of <c>config/api_hosts.yaml</c> are used, or null.</param>
/// <param name="IncludesTests">Whether tests are checked. A plan has none, and where it runs their files may be missing.</param>
public sealed record CompileSettings(bool IsStrict = false, string? Environment = null, bool IncludesTests = true);

/// <param name="Program">Null where there are errors.</param>
/// <param name="Diagnostics">In source order; those of catalogues and OpenAPI documents too.</param>
/// <param name="Sources">Every file that was read: the manifest first, then catalogues, OpenAPI documents and overlays.</param>
public sealed record CompileResult(
    IrProgram? Program, ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<SourceFile> Sources)
{
    /// <summary>Where a value is dyn, and so is only checked when it runs; under strict checking these are among the others.</summary>
    public ImmutableArray<Diagnostic> DynPlaces { get; init; } = [];

    /// <summary>The sequences as far as they could be understood, errors or not: for tools that compare, never to be run.</summary>
    public ImmutableArray<IrSequence> Sequences { get; init; } = [];

    /// <summary>The file that has the sequences, as the files know it: of a file of tests the one that it tests.</summary>
    public string? Manifest { get; init; }

    /// <summary>The tests of the manifest, or of the file of tests that was compiled; empty where there are errors.</summary>
    public ImmutableArray<TestCase> Tests { get; init; } = [];

    /// <summary>The methods that the sequences may call, with their types.</summary>
    public ImmutableArray<MethodSymbol> Methods { get; init; } = [];

    /// <summary>The files that only the tests read.</summary>
    public ImmutableArray<SourceFile> TestSources { get; init; } = [];

    /// <summary>The sequences with what their names mean; null behind syntax errors.</summary>
    internal BoundProgram? Bound { get; init; }

    /// <summary>What comments in the texts allow, each with its reason; not among <see cref="Diagnostics"/>.</summary>
    public ImmutableArray<Diagnostic> Allowed { get; init; } = [];
}

/// <summary>The sequences of a program as they are written, for tools that write them in another way.</summary>
/// <param name="Manifest">Null for a module.</param>
/// <param name="Modules">Of a module the last one is the module itself.</param>
/// <param name="Entries">The file's own sequences that rows can be run through.</param>
internal sealed record BoundProgram(ManifestSyntax? Manifest, ModuleSet Modules, ImmutableArray<BoundSequence> Entries, ProgramContext Context)
{
    /// <summary>The text of the manifest, or of the module.</summary>
    public SourceText Source => Manifest?.Source ?? Modules.Modules[^1].Module.Syntax.Source;

    public ImmutableArray<InputSymbol> InputsOf(BoundSequence sequence) => Context.Lower(sequence.ProgramName).Inputs;
}

/// <summary>From the path of a manifest or module to a checked program.</summary>
public static class ManifestCompiler
{
    /// <summary>Reads, binds, checks and lowers a file and all that it uses. Never throws on what the files contain.</summary>
    /// <param name="manifestPath">A manifest, or a module (<c>.pff</c>), as <paramref name="files"/> knows it.</param>
    /// <exception cref="OperationCanceledException">When cancelled.</exception>
    public static CompileResult Compile(
        string manifestPath, IFileSource files, CompileSettings settings, CancellationToken cancellation = default) =>
        Compile(manifestPath, files, settings, NoMemory.Instance, cancellation);

    /// <param name="memory">Loads catalogues and modules, or knows them already.</param>
    internal static CompileResult Compile(
        string manifestPath, IFileSource files, CompileSettings settings, ICompilerMemory memory, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var diagnostics = new DiagnosticBag();
        var read = files.Read(manifestPath);
        if (read.Text is null)
        {
            diagnostics.Add(CompilerDiagnostics.ManifestNotReadable(new SourceText(manifestPath, string.Empty), read.Status));
            return new CompileResult(null, diagnostics.ToSorted(), []);
        }

        var own = RootFile.Of(manifestPath, read, diagnostics);
        if (FindTested(own, files, diagnostics) is not { } root)
        {
            return new CompileResult(null, diagnostics.ToSorted(), [own.File]);
        }

        cancellation.ThrowIfCancellationRequested();
        var program = root.Manifest is { } manifest
            ? BindManifest(root.Path, manifest, root.IsComplete, files, settings, memory, diagnostics)
            : ReadModule(root.Path, root.Read, files, settings, memory, diagnostics);
        cancellation.ThrowIfCancellationRequested();
        ImmutableArray<IrSequence> sequences = [];
        var tests = BoundTests.None;
        BoundProgram? bound = null;
        if (program.IsComplete && own.IsComplete)
        {
            (var context, sequences) = LowerAll(program, settings, diagnostics, cancellation);
            bound = new BoundProgram(root.Manifest, program.Modules, program.Entries, context);
            var written = own.Manifest is { } file ? file.Tests : ModuleTests.Of(program.Modules.Modules[^1], diagnostics);
            if (settings.IncludesTests && !written.IsEmpty)
            {
                tests = TestBinding.Bind(written, new TestedProgram(context, program.Entries), files, SourcePaths.FolderOf(own.Path), cancellation);
            }
        }

        return Conclude(own, root, program, sequences, tests, files, settings, wantsProgram: true, diagnostics) with { Bound = bound };
    }

    /// <summary>What comments allow and budgets forbid of what was found, and the program where nothing is wrong with it.</summary>
    /// <param name="wantsProgram">Whether there should be a program even where no check needs one.</param>
    internal static CompileResult Conclude(
        RootFile own,
        RootFile root,
        ProgramParts program,
        ImmutableArray<IrSequence> sequences,
        BoundTests tests,
        IFileSource files,
        CompileSettings settings,
        bool wantsProgram,
        DiagnosticBag diagnostics)
    {
        var folder = SourcePaths.FolderOf(root.Path);
        SourceFile Relative(SourceFile file) => file with { Path = SourcePaths.RelativeTo(folder, file.Path) };
        ImmutableArray<SourceFile> sources = [Relative(root.File), .. program.Modules.Sources];
        ImmutableArray<CommentedSource> comments = [.. CommentedTexts([.. new[] { own, root }.Select(f => f.Read.Text!).Distinct()], folder, sources, files)];
        var noted = diagnostics.ToSorted().Where(d => d.Severity == Severity.Information).ToImmutableArray();
        var kept = Suppressions.Apply(diagnostics.ToSorted().RemoveRange(noted), comments, settings);
        var finished = kept.HasErrors || !wantsProgram ? null : Finish(program, sequences, sources);
        var said = diagnostics.Count;
        if (finished is not null)
        {
            BudgetCheck.Check(finished, diagnostics);
        }

        if (diagnostics.Count > said)
        {
            kept = Suppressions.Apply(diagnostics.ToSorted().RemoveRange(noted), comments, settings);
        }

        return new CompileResult(kept.HasErrors ? null : finished, kept.Active, sources)
        {
            Allowed = kept.Allowed,
            DynPlaces = [.. noted.Concat(kept.Active).Concat(kept.Allowed).Where(d => d.Code == CompilerDiagnostics.DynCode)],
            Sequences = sequences,
            Manifest = root.Path,
            Tests = kept.HasErrors ? [] : tests.Tests,
            Methods = [.. program.Modules.Methods],
            TestSources = [.. tests.Files.Prepend(own.File).Where(f => f != root.File).Select(Relative)],
        };
    }

    /// <summary>The file with the sequences: the one that was read, or the one that its <c>tests_of</c> names.</summary>
    private static RootFile? FindTested(RootFile own, IFileSource files, DiagnosticBag diagnostics)
    {
        if (own.Manifest is not { TestsOf: { } reference } written)
        {
            return own;
        }

        var path = SourcePaths.Combine(SourcePaths.FolderOf(own.Path), reference.Text);
        var read = files.Read(path);
        if (read.Text is null)
        {
            diagnostics.Add(CompilerDiagnostics.TestedManifestNotReadable(written.Source, reference.Span, reference.Text, read.Status));
            return null;
        }

        var root = RootFile.Of(path, read, diagnostics);
        if (root.Manifest is { TestsOf: not null })
        {
            diagnostics.Add(CompilerDiagnostics.TestedManifestHasTestsOf(written.Source, reference.Span, reference.Text));
            return null;
        }

        return root;
    }

    /// <summary>The roots, and those of their modules and YAML files that have a comment which may allow something.</summary>
    private static IEnumerable<CommentedSource> CommentedTexts(
        ImmutableArray<SourceText> roots, string folder, ImmutableArray<SourceFile> sources, IFileSource files) =>
        sources.Skip(1)
            .Select(s => s.Path)
            .Where(path => IsModule(path) || path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
            .Select(path => files.Read(SourcePaths.Combine(folder, path)).Text)
            .OfType<SourceText>()
            .Concat(roots)
            .Where(SuppressionComment.MayBeIn)
            .Select(text => IsModule(text.Path) ? ModuleComments.Read(text) : YamlComments.Read(text));

    /// <summary>What a manifest uses, and what its names mean.</summary>
    internal static ProgramParts BindManifest(
        string path,
        ManifestSyntax manifest,
        bool isComplete,
        IFileSource files,
        CompileSettings settings,
        ICompilerMemory memory,
        DiagnosticBag diagnostics)
    {
        var folder = SourcePaths.FolderOf(path);
        var uses = manifest.Uses ?? [];
        var loader = new ModuleLoader(files, memory, diagnostics);
        var used = uses.Where(IsModule)
            .Select(use => loader.Use(folder, manifest.Source, new ManifestName(use.Text, use.Span)))
            .OfType<LoadedModule>()
            .Select(m => m.Path)
            .ToHashSet(StringComparer.Ordinal);

        // Modules alone leave the manifest the catalogues that it would have without 'uses'.
        var named = uses.Where(use => !IsModule(use)).ToList();
        var catalogues = named.Count == 0 && (manifest.Uses is null || !uses.IsEmpty)
            ? CatalogueLoader.Find(folder, files)
            : FindCatalogues(named, folder, manifest, files, diagnostics);
        var modules = ModuleSet.Bind(path, loader, catalogues, files, settings.Environment, memory, diagnostics);
        ImmutableArray<BoundModule> visible = [.. modules.Modules.Where(m => used.Contains(m.Module.Path))];
        var unit = modules.UnitOf(manifest, visible, [.. catalogues.Select(c => SourcePaths.RelativeTo(folder, c))]);

        // Behind a syntax error half of the names may be missing: what binding would say is then noise.
        return new ProgramParts(
            manifest.Name ?? SourcePaths.NameOf(path),
            modules,
            unit,
            visible,
            [.. manifest.Sequences.Select(s => unit.FindSequence(s.Name.Text)!).Distinct()],
            isComplete);
    }

    internal static ProgramParts ReadModule(
        string path, FileReadResult read, IFileSource files, CompileSettings settings, ICompilerMemory memory, DiagnosticBag diagnostics)
    {
        var loader = new ModuleLoader(files, memory, diagnostics);
        var root = loader.Load(path, read);
        var modules = ModuleSet.Bind(path, loader, [], files, settings.Environment, memory, diagnostics);
        return new ProgramParts(root.Syntax.Name?.Text ?? SourcePaths.NameOf(path), modules, null, [], [.. modules.Modules[^1].Sequences.Where(s => !s.Syntax.IsOnlyCalled)], root.Syntax.IsComplete);
    }

    internal static bool IsModule(YamlScalar use) => IsModule(use.Text);

    private static bool IsModule(string path) => path.EndsWith(ModuleLoader.Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>A file that is not there is a mistake of the line that names it.</summary>
    private static ImmutableArray<string> FindCatalogues(
        List<YamlScalar> uses, string folder, ManifestSyntax manifest, IFileSource files, DiagnosticBag diagnostics)
    {
        var paths = ImmutableArray.CreateBuilder<string>(uses.Count);
        foreach (var use in uses)
        {
            var path = SourcePaths.Combine(folder, use.Text);
            var status = files.Read(path).Status;
            if (status == FileReadStatus.Found)
            {
                paths.Add(path);
            }
            else
            {
                diagnostics.Add(CompilerDiagnostics.CatalogueNotReadable(manifest.Source, use.Span, use.Text, status));
            }
        }

        return [.. paths.Distinct()];
    }

    /// <summary>The sequences of the root, and behind them those of modules.</summary>
    private static (ProgramContext Context, ImmutableArray<IrSequence> Sequences) LowerAll(
        ProgramParts parts, CompileSettings settings, DiagnosticBag diagnostics, CancellationToken cancellation)
    {
        ImmutableArray<BoundSequence> all = [.. parts.Entries, .. parts.Modules.Modules.SelectMany(m => m.Sequences).Except(parts.Entries)];
        var program = new ProgramContext(all, settings.IsStrict, diagnostics, cancellation);
        foreach (var unit in all.Select(s => s.Unit).Concat(parts.Modules.Modules.Select(m => m.Unit)).Distinct())
        {
            program.FindEffectRules(unit.Methods);
        }

        return (program, [.. all.Select(s => program.Lower(s.ProgramName).Ir with { IsEntry = parts.Entries.Contains(s) })]);
    }

    private static IrProgram Finish(ProgramParts parts, ImmutableArray<IrSequence> sequences, ImmutableArray<SourceFile> sources)
    {
        var reachable = Reachable(sequences);
        var results = new Dictionary<(string Api, string Name), PffType>();
        foreach (var method in parts.Modules.Methods)
        {
            results[(method.Descriptor.Api, method.Name)] = method.Result;
        }

        return new IrProgram
        {
            Name = parts.Name,
            Sequences = ProjectionAnalysis.Apply(reachable, method => results[(method.Api, method.Name)]),
            Apis = UsedApis(reachable, parts.Modules.Catalogues),
            Sources = sources,
        };
    }

    /// <summary>The root's sequences and those that they call: what a module has besides takes no part in the plan.</summary>
    private static ImmutableArray<IrSequence> Reachable(ImmutableArray<IrSequence> sequences)
    {
        var byName = sequences.ToDictionary(s => s.Name, StringComparer.Ordinal);
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<IrSequence>(sequences.Where(s => s.IsEntry));
        while (open.TryPop(out var sequence))
        {
            if (reached.Add(sequence.Name))
            {
                foreach (var call in IrSteps.All(sequence.Steps).OfType<IrCallSequence>())
                {
                    open.Push(byName[call.Sequence]);
                }
            }
        }

        return [.. sequences.Where(s => reached.Contains(s.Name))];
    }

    /// <summary>Only the APIs that a plan calls, so that it needs no secrets of others.</summary>
    private static ImmutableArray<ApiDescriptor> UsedApis(ImmutableArray<IrSequence> sequences, ImmutableArray<ApiCatalogue> catalogues)
    {
        var used = sequences.SelectMany(s => IrSteps.All(s.Steps)).OfType<IrCallMethod>()
            .SelectMany(c => c.Methods).Select(m => m.Api).ToHashSet(StringComparer.Ordinal);
        return [.. catalogues.Select(c => c.Api).Where(a => used.Contains(a.Name))];
    }

    /// <param name="Unit">What a manifest's names mean; null where the root is a module.</param>
    /// <param name="Visible">The modules whose declarations a manifest can name.</param>
    /// <param name="Entries">The root's own sequences.</param>
    /// <param name="IsComplete">False behind a syntax error: what is missing may only be misread.</param>
    internal sealed record ProgramParts(
        string Name, ModuleSet Modules, UnitScope? Unit, ImmutableArray<BoundModule> Visible, ImmutableArray<BoundSequence> Entries, bool IsComplete);

    /// <summary>A file that was named, before what it uses is known.</summary>
    /// <param name="Manifest">Null for a module.</param>
    /// <param name="IsComplete">False behind a syntax error of a manifest.</param>
    internal sealed record RootFile(string Path, FileReadResult Read, ManifestSyntax? Manifest, bool IsComplete)
    {
        public SourceFile File => new(Path, Read.Sha256 ?? string.Empty);

        public static RootFile Of(string path, FileReadResult read, DiagnosticBag diagnostics)
        {
            if (path.EndsWith(ModuleLoader.Extension, StringComparison.OrdinalIgnoreCase))
            {
                return new RootFile(path, read, null, IsComplete: true);
            }

            var document = YamlReader.Read(read.Text!, diagnostics);
            return new RootFile(path, read, ManifestReader.Read(document, diagnostics), document.IsComplete);
        }
    }
}
