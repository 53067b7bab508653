using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest.Steps;
using Pff.Compiler.Typing;
using Pff.Core.Ir;
using Pff.Core.Types;

namespace Pff.Compiler.Lowering.Steps;

/// <summary><c>return: { column: value }</c> ends the sequence.</summary>
internal static class ReturnLowering
{
    public static LoweredSteps Lower(ReturnStepSyntax result, string id, SequenceContext context, Flow flow)
    {
        var columns = ImmutableArray.CreateBuilder<IrColumn>(result.Columns.Length);
        foreach (var (name, value) in result.Columns)
        {
            var lowered = ValueLowering.Lower(value, null, context, flow);
            if (SecretTypes.IsSecret(lowered.Type))
            {
                context.Report(CompilerDiagnostics.SecretReturned(context.Source, lowered.Span, name.Text));
            }
            else if (SecretTypes.PathTo(lowered.Type) is { } place)
            {
                context.Report(CompilerDiagnostics.SecretInside(context.Source, lowered.Span, place, new("returned", "devolvido")));
            }

            columns.Add(new IrColumn(name.Text, lowered));
        }

        context.RefuseInBranch("return", result.Clauses.Keyword);
        context.AddReturn(new ReturnedColumns([.. columns.Select(c => (c.Name, c.Value.Type))]));
        return new LoweredSteps([new IrReturn(id, columns.ToImmutable(), result.Span)], flow.End());
    }
}
