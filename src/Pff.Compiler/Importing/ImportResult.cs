using System.Collections.Immutable;
using Pff.Core.Diagnostics;

namespace Pff.Compiler.Importing;

/// <summary>A file that an import or export makes; whoever asked decides whether it is written.</summary>
/// <param name="Path">With forward slashes, as the file port knows paths.</param>
public sealed record GeneratedFile(string Path, string Content);

/// <param name="Files">The manifest first, where there is one; empty where nothing could be made.</param>
/// <param name="Diagnostics">
/// What could not be carried, what is wrong with the document, and what the compiler says about the files.
/// </param>
public sealed record ImportResult(ImmutableArray<GeneratedFile> Files, ImmutableArray<Diagnostic> Diagnostics);
