using System.Collections.Immutable;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Modules;

/// <summary>
/// A method that a module declares. A parameter goes where the path, <c>body</c>, <c>query</c> or <c>headers</c> name it;
/// one that none of them names is not sent, and is there for <c>undo</c> and <c>idempotent by</c>.
/// </summary>
internal sealed class MethodBinder(ModuleSyntax module, TypeBinder types, IReadOnlyCollection<string> apis, DiagnosticBag diagnostics)
{
    private static readonly ImmutableArray<string> Verbs = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    public MethodSymbol? Bind(MethodDeclarationSyntax method)
    {
        if (!apis.Contains(method.Api.Text))
        {
            diagnostics.Add(CompilerDiagnostics.UnknownApi(module.Source, method.Api, apis));
            return null;
        }

        if (!Verbs.Contains(method.Verb.Text))
        {
            diagnostics.Add(CompilerDiagnostics.UnknownVerb(module.Source, method.Verb, Verbs));
            return null;
        }

        if (method.Path.Text is not ['/', ..] || method.Path.Text.Any(u => u <= ' ' || u > '~' || u is '#' or '\\'))
        {
            diagnostics.Add(CompilerDiagnostics.BadPath(module.Source, method.Path));
            return null;
        }

        var names = method.Parameters.Select(p => p.Name.Text).ToList();
        var path = MethodPath.Parse(method.Path.Text, place => IndexOf(names, new ManifestName(place, method.Path.Span)));
        var symbols = method.Parameters.Select(SymbolOf).ToImmutableArray();
        var descriptors = DescribeAll(method, symbols, path);
        var result = method.Verb.Text == "HEAD" ? PffType.Null : method.Result is null ? PffType.Dyn : types.Bind(method.Result);
        return new MethodSymbol
        {
            Descriptor = new MethodDescriptor
            {
                Name = method.Name.Text,
                Api = method.Api.Text,
                Verb = method.Verb.Text,
                Path = path,
                Parameters = descriptors,
                Effect = method.Effect,
                IsIdempotent = method.IdempotentBy is not null,
                IdempotencyParameters = [.. (method.IdempotentBy ?? []).Select(n => IndexOf(names, n)).Where(i => i >= 0).Distinct()],
                Retry = Number(method.Retries, 0, 10) is { } retries ? new RetrySettings { MaximumRetries = retries } : null,
                Timeouts = TimeoutsOf(method),
                AnswersJson = MethodParameters.IsJson(result),
            },
            Parameters = symbols,
            Places = [.. names],
            Result = result,
            Source = module.Source,
            Span = method.Name.Span,
        };
    }

    private MethodParameter SymbolOf(ParameterDeclarationSyntax parameter)
    {
        var type = types.Bind(parameter.Type);
        return new MethodParameter(parameter.Name.Text, type, IsRequired: type is not NullableType);
    }

    private ImmutableArray<ParameterDescriptor> DescribeAll(
        MethodDeclarationSyntax method, ImmutableArray<MethodParameter> symbols, ImmutableArray<PathSegment> path)
    {
        var names = symbols.Select(s => s.Name).ToList();
        var descriptors = symbols
            .Select(s => new ParameterDescriptor(s.Name, s.Name, ParameterLocation.Unsent, s.IsRequired) { IsSecret = IsSecret(s.Type) })
            .ToArray();
        foreach (var segment in path.Where(s => s.Literal is null && s.Parameter >= 0))
        {
            descriptors[segment.Parameter] = descriptors[segment.Parameter] with { Location = ParameterLocation.Path, IsRequired = true };
        }

        Place(method.Query, ParameterLocation.Query, names, descriptors);
        Place(method.Headers, ParameterLocation.Header, names, descriptors);
        Place(method.Body, ParameterLocation.BodyProperty, names, descriptors);
        if (method.WholeBody is { } whole && IndexOf(names, whole) is >= 0 and var index)
        {
            descriptors[index] = descriptors[index] with { Location = ParameterLocation.Body };
        }

        return [.. descriptors];
    }

    private void Place(ImmutableArray<WireNameSyntax> places, ParameterLocation location, List<string> names, ParameterDescriptor[] descriptors)
    {
        foreach (var place in places)
        {
            if (IndexOf(names, place.Parameter) is >= 0 and var index)
            {
                descriptors[index] = descriptors[index] with { WireName = place.WireName.Text, Location = location };
            }
        }
    }

    private int IndexOf(List<string> names, ManifestName name)
    {
        var index = names.IndexOf(name.Text);
        if (index < 0)
        {
            diagnostics.Add(CompilerDiagnostics.UnknownParameter(module.Source, name.Span, name.Text, names));
        }

        return index;
    }

    private TimeoutSettings? TimeoutsOf(MethodDeclarationSyntax method)
    {
        var attempt = Number(method.AttemptTimeoutMs, 1, int.MaxValue);
        var total = Number(method.TotalTimeoutMs, 1, int.MaxValue);
        if (attempt is null && total is null)
        {
            return null;
        }

        var defaults = new TimeoutSettings();
        return new TimeoutSettings { AttemptMs = attempt ?? Math.Min(defaults.AttemptMs, total!.Value), TotalMs = total ?? Math.Max(defaults.TotalMs, attempt!.Value) };
    }

    private int? Number(LimitSyntax? written, int least, int most)
    {
        if (written is null)
        {
            return null;
        }

        if (written.Value is { } value && value >= least && value <= most)
        {
            return (int)value;
        }

        diagnostics.Add(CompilerDiagnostics.ModuleExpected(
            module.Source, written.Span, new($"a number from {least} to {most}", $"um número de {least} a {most}"), written.Text));
        return null;
    }

    private static bool IsSecret(PffType type) => type is SecretType or NullableType { Inner: SecretType };
}
