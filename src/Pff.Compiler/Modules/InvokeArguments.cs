using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Modules;

/// <summary>Arguments by place, and then by name, become arguments by name.</summary>
internal static class InvokeArguments
{
    /// <param name="parameters">Those of what is called, in order.</param>
    public static ImmutableArray<ArgumentSyntax> Name(
        InvokeSyntax invoke, IReadOnlyList<string> parameters, SourceText source, DiagnosticBag diagnostics)
    {
        var arguments = ImmutableArray.CreateBuilder<ArgumentSyntax>(invoke.Arguments.Length);
        var given = new HashSet<string>(StringComparer.Ordinal);
        var hasNames = false;
        for (var i = 0; i < invoke.Arguments.Length; i++)
        {
            var (written, value) = invoke.Arguments[i];
            if (written is null && hasNames)
            {
                diagnostics.Add(CompilerDiagnostics.PlaceBehindName(source, value.Span));
                continue;
            }

            if (written is null && i >= parameters.Count)
            {
                diagnostics.Add(CompilerDiagnostics.TooManyArguments(source, value.Span, invoke.Callee.Text, parameters.Count, invoke.Arguments.Length));
                break;
            }

            hasNames |= written is not null;
            var name = written ?? new ManifestName(parameters[i], value.Span);
            if (!given.Add(name.Text))
            {
                diagnostics.Add(CompilerDiagnostics.ArgumentTwice(source, name.Span, name.Text));
                continue;
            }

            arguments.Add(new ArgumentSyntax(name, value));
        }

        return arguments.ToImmutable();
    }
}
