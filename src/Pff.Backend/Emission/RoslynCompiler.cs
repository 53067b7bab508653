using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Pff.Core.Plan;

namespace Pff.Backend.Emission;

/// <summary>One C# text to one assembly. The generated text is ours, so an error in it is a bug and throws.</summary>
internal static class RoslynCompiler
{
    private const string AssemblyName = "PffPlan";

    /// <summary>What generated code may see: the base library and Pff.Core. The rest of the framework is left out on purpose.</summary>
    private static readonly Lazy<ImmutableArray<MetadataReference>> References = new(FindReferences);

    private static readonly CSharpCompilationOptions Options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        .WithOptimizationLevel(OptimizationLevel.Release)
        .WithDeterministic(true)
        .WithConcurrentBuild(true)
        .WithWarningLevel(0)
        .WithGeneralDiagnosticOption(ReportDiagnostic.Suppress)
        .WithMetadataImportOptions(MetadataImportOptions.Public);

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14, DocumentationMode.None);

    public static byte[] Compile(string text, CancellationToken cancellation)
    {
        var tree = CSharpSyntaxTree.ParseText(SourceText.From(text), ParseOptions, cancellationToken: cancellation);
        var compilation = CSharpCompilation.Create(AssemblyName, [tree], References.Value, Options);
        var image = new MemoryStream();
        var result = compilation.Emit(image, cancellationToken: cancellation);
        if (!result.Success)
        {
            var error = result.Diagnostics.First(d => d.Severity == DiagnosticSeverity.Error);
            var line = error.Location.GetLineSpan().StartLinePosition.Line;
            var code = tree.GetText(cancellation).Lines[line].ToString();
            throw new InvalidOperationException($"The generated code does not compile: {error.Id} {error.GetMessage()} at '{code.Trim()}'.");
        }

        return image.ToArray();
    }

    private static ImmutableArray<MetadataReference> FindReferences() =>
    [
        Reference(typeof(object).Assembly),
        Reference(Assembly.Load("System.Runtime")),
        Reference(Assembly.Load("System.Collections")),
        Reference(typeof(Value).Assembly),
    ];

    // The metadata that is loaded already serves, wherever the assembly came from: a file, or inside a single-file host.
    private static unsafe PortableExecutableReference Reference(Assembly assembly)
    {
        if (!assembly.TryGetRawMetadata(out var blob, out var length))
        {
            throw new InvalidOperationException($"{assembly.GetName().Name} has no metadata.");
        }

        return AssemblyMetadata.Create(ModuleMetadata.CreateFromMetadata((nint)blob, length)).GetReference();
    }
}
