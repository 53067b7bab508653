using System.Collections.Immutable;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Importing.OpenApi;
using Pff.Compiler.Importing.Writing;
using Pff.Core.Text;

namespace Pff.Compiler.Importing.Arazzo;

/// <param name="Name">As the document has it.</param>
/// <param name="Variable">As expressions of the manifest have it.</param>
/// <param name="Declaration">Its entry in the sequence's <c>inputs</c>.</param>
internal sealed record ArazzoInput(string Name, string Variable, WrittenNode Declaration);

/// <param name="Variable">What the step's result is saved as.</param>
/// <param name="Outputs">The variables of its outputs.</param>
internal sealed record ArazzoStep(string Id, TextSpan Span, DocumentMap Node, string Variable, ImmutableDictionary<string, string> Outputs);

/// <param name="Sequence">The name of its sequence.</param>
/// <param name="DependsOn">The workflows that run before it.</param>
internal sealed record ArazzoWorkflow(string Id, TextSpan Span, DocumentMap Node, string Sequence, ImmutableArray<string> DependsOn)
{
    public required ImmutableArray<ArazzoStep> Steps { get; init; }

    public required ImmutableArray<ArazzoInput> Inputs { get; init; }

    /// <summary>Gives names to variables of its sequence.</summary>
    public required ImportedNames Names { get; init; }

    public DocumentMap? Outputs => Node["outputs"] as DocumentMap;

    public ArazzoInput? Input(string name) => Inputs.FirstOrDefault(i => i.Name == name);

    public int IndexOf(string stepId)
    {
        for (var i = 0; i < Steps.Length; i++)
        {
            if (Steps[i].Id == stepId)
            {
                return i;
            }
        }

        return -1;
    }
}

/// <summary>What is known of a step once it has run.</summary>
/// <param name="Result">The variable with its answer, or null where it has none.</param>
/// <param name="Outputs">The variables of those of its outputs that could be carried.</param>
internal sealed record StepResult(ArazzoStep Step, string? Result, ImmutableDictionary<string, string> Outputs);

/// <summary>An operation that a step calls.</summary>
/// <param name="Method">Null where its document could not be read: the method then only has a name.</param>
internal sealed record CalledOperation(string MethodName, ImportedMethod? Method);

/// <param name="Node">The parameter, as it stands in the document or among its components.</param>
/// <param name="IsShared">Whether it is one of the workflow's, for all of its steps.</param>
internal sealed record StepParameter(string Name, DocumentMap Node, DocumentNode Value, bool IsShared);
