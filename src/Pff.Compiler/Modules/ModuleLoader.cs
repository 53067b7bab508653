using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Compiler.Modules;

/// <summary>A module with the modules that it uses.</summary>
/// <param name="Path">As the file source knows it.</param>
internal sealed record LoadedModule(string Path, ModuleSyntax Syntax, SourceFile File, ImmutableArray<LoadedModule> Uses)
{
    public string Folder => SourcePaths.FolderOf(Path);

    /// <summary>The file's name without its extension.</summary>
    public string Name => SourcePaths.NameOf(Path);
}

/// <summary>Reads modules and those that they use, each once.</summary>
/// <param name="memory">Parses modules, or knows them already.</param>
internal sealed class ModuleLoader(IFileSource files, ICompilerMemory memory, DiagnosticBag diagnostics)
{
    public const string Extension = ".pff";

    private const int MaximumModules = 64;

    private readonly Dictionary<string, LoadedModule> _loaded = new(StringComparer.Ordinal);
    private readonly List<string> _inProgress = [];

    /// <summary>Every module that was read, each behind those that it uses.</summary>
    public ImmutableArray<LoadedModule> All { get; private set; } = [];

    /// <summary>The module of a text that is read already.</summary>
    public LoadedModule Load(string path, FileReadResult read)
    {
        _inProgress.Add(path);
        var syntax = memory.ParseModule(read.Text!, diagnostics);
        var uses = syntax.UsedModules
            .Select(use => Use(SourcePaths.FolderOf(path), syntax.Source, use.Path))
            .OfType<LoadedModule>()
            .DistinctBy(m => m.Path)
            .ToImmutableArray();
        _inProgress.RemoveAt(_inProgress.Count - 1);
        var module = new LoadedModule(path, syntax, new SourceFile(path, read.Sha256 ?? string.Empty), uses);
        _loaded[path] = module;
        All = All.Add(module);
        return module;
    }

    /// <summary>The module that a file names, or null with the reason reported at the name.</summary>
    /// <param name="folder">That of the file.</param>
    public LoadedModule? Use(string folder, Core.Text.SourceText source, ManifestName use)
    {
        var path = SourcePaths.Combine(folder, use.Text);
        if (_loaded.TryGetValue(path, out var known))
        {
            return known;
        }

        if (_inProgress.IndexOf(path) is var start and >= 0)
        {
            diagnostics.Add(CompilerDiagnostics.ModulesUseOneAnother(source, use, [.. _inProgress.Skip(start), path]));
            return null;
        }

        if (_loaded.Count + _inProgress.Count >= MaximumModules)
        {
            diagnostics.Add(CompilerDiagnostics.TooManyModules(source, use, MaximumModules));
            return null;
        }

        var read = files.Read(path);
        if (read.Text is null)
        {
            diagnostics.Add(CompilerDiagnostics.ModuleNotReadable(source, use, read.Status));
            return null;
        }

        return Load(path, read);
    }
}
