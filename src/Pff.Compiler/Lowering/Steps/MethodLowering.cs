using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Steps;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Lowering.Steps;

/// <summary><c>method: m, args: a, save_as: x</c> becomes <c>x = m(a)</c>.</summary>
internal static class MethodLowering
{
    public static LoweredSteps Lower(MethodStepSyntax step, string id, SequenceContext context, Flow flow)
    {
        var method = Find(step.Method, context);
        var arguments = LowerArguments(step.Arguments, method, context, flow);
        if (step.SaveAs is { } name)
        {
            flow = context.Declare(flow, name, method?.Result ?? PffType.Error);
        }

        var slot = step.SaveAs is null ? -1 : context.SlotOf(step.SaveAs.Text);
        if (method is null)
        {
            if (step.UndoWith is { } own)
            {
                UndoLowering.LowerOwn(own, null, context.NewSlot(), context, flow);
            }

            return new LoweredSteps([], flow);
        }

        CheckMissing(step.Arguments, step.Method.Span, method, context);
        var call = new IrCallMethod(id, method.Descriptor, arguments, slot, null, step.Span);
        return new LoweredSteps([.. WithRules(call, step, method, context, flow)], flow);
    }

    /// <summary>
    /// The call with how it is undone and settled, where that is said, and with a slot for its result where anything reads
    /// that.
    /// </summary>
    private static ImmutableArray<IrStep> WithRules(IrCallMethod call, MethodStepSyntax step, MethodSymbol method, SequenceContext context, Flow flow)
    {
        var rules = context.Program.EffectRulesOf(method, context.Unit.Methods);
        var applied = new AppliedRules(method, call, context);
        if (step.UndoWith is not null || rules.Undo is not null)
        {
            var resultSlot = call.ResultSlot >= 0 ? call.ResultSlot : context.NewSlot();
            var undo = step.UndoWith is { } own ? UndoLowering.LowerOwn(own, method, resultSlot, context, flow) : applied.Undo(rules.Undo!, resultSlot);
            call = call with { Undo = undo, ResultSlot = call.ResultSlot >= 0 || context.IsRead(resultSlot) ? resultSlot : -1 };
        }

        if (rules.SettledBy is { } readBack)
        {
            call = call with { SettledBy = applied.SettledBy(readBack) };
        }

        var hasBody = method.Result is not PrimitiveType { Kind: PrimitiveKind.Null };
        var projection = call.ResultSlot >= 0 && hasBody ? Projection.Everything with { KeepsBytes = true } : null;
        return [.. applied.Before, call with { Projection = projection }];
    }

    public static MethodSymbol? Find(ManifestName name, SequenceContext context)
    {
        switch (context.Unit.Methods.Find(name.Text))
        {
            case [var method]:
                if (method.IsDeprecated)
                {
                    context.Report(CompilerDiagnostics.DeprecatedMethod(context.Source, name.Span, name.Text));
                }

                return method;
            case []:
                context.Report(CompilerDiagnostics.UnknownMethod(context.Source, name.Span, name.Text, context.Unit.Methods.Names));
                return null;
            case var several:
                context.Report(CompilerDiagnostics.AmbiguousMethod(
                    context.Source, name.Span, name.Text, [.. several.Select(m => m.Descriptor.Api)]));
                return null;
        }
    }

    public static ImmutableArray<IrArgument> LowerArguments(
        ImmutableArray<ArgumentSyntax> given, MethodSymbol? method, SequenceContext context, Flow flow)
    {
        var arguments = ImmutableArray.CreateBuilder<IrArgument>(given.Length);
        ManifestName? body = null;
        ManifestName? property = null;
        foreach (var (name, value) in given)
        {
            var index = method is null ? -1 : IndexOf(method, name.Text);
            if (method is null || index < 0)
            {
                if (method is not null)
                {
                    context.Report(CompilerDiagnostics.UnknownArgument(
                        context.Source, name.Span, name.Text, method.Name, method.Parameters.Select(p => p.Name)));
                }

                ValueLowering.Lower(value, null, context, flow);
                continue;
            }

            // A parameter that may be left out is left out where its argument is null.
            var parameter = method.Parameters[index];
            var target = parameter.IsRequired ? parameter.Type : TypeJoin.OrNull(parameter.Type);
            arguments.Add(new IrArgument(index, ValueLowering.Lower(value, target, context, flow)));
            body = method.Descriptor.Parameters[index].Location == ParameterLocation.Body ? name : body;
            property = method.Descriptor.Parameters[index].Location == ParameterLocation.BodyProperty ? name : property;
        }

        if (body is not null && property is not null)
        {
            context.Report(CompilerDiagnostics.ArgumentAlsoInBody(context.Source, property.Span, property.Text, body.Text));
        }

        return arguments.ToImmutable();
    }

    /// <summary>
    /// Every required parameter must be given; those in the body together by one argument for the whole body, or one by
    /// one.
    /// </summary>
    public static void CheckMissing(ImmutableArray<ArgumentSyntax> arguments, TextSpan at, MethodSymbol method, SequenceContext context)
    {
        var given = arguments.Select(a => a.Name.Text).ToHashSet(StringComparer.Ordinal);
        var unknown = given.Where(name => method.FindParameter(name) is null).ToList();
        var locations = method.Descriptor.Parameters.Select(p => p.Location).ToList();
        var hasProperties = locations.Contains(ParameterLocation.BodyProperty);
        var givesBody = method.Parameters.Where((p, i) => locations[i] == ParameterLocation.Body && given.Contains(p.Name)).Any();
        for (var i = 0; i < method.Parameters.Length; i++)
        {
            var isCovered = locations[i] switch
            {
                ParameterLocation.Body => hasProperties,
                ParameterLocation.BodyProperty => givesBody,
                _ => false,
            };
            var parameter = method.Parameters[i];
            // Where it is there but misspelled, that is already said.
            var isMisspelled = Suggestion.Nearest(parameter.Name, unknown) is not null;
            if (parameter.IsRequired && !isCovered && !isMisspelled && !given.Contains(parameter.Name))
            {
                context.Report(CompilerDiagnostics.MissingArgument(
                    context.Source, at, parameter.Name, parameter.Type, method.Name));
            }
        }
    }

    private static int IndexOf(MethodSymbol method, string name)
    {
        for (var i = 0; i < method.Parameters.Length; i++)
        {
            if (method.Parameters[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }
}
