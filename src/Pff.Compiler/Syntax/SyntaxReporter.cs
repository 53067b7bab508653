using System.Collections.Immutable;
using Antlr4.Runtime;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Syntax;

/// <summary>Collects what is wrong with one embedded text, each thing at its place in the source.</summary>
internal sealed class SyntaxReporter(EmbeddedText text)
{
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();

    public bool HasReported => _diagnostics.Count > 0;

    public SourceText Source => text.Source;

    public TextSpan Whole => Map(0, text.Text.Length);

    public ImmutableArray<Diagnostic> ToImmutable() => _diagnostics.ToImmutable();

    public void Report(Diagnostic diagnostic)
    {
        if (_diagnostics.Count < SyntaxLimits.MaximumDiagnostics)
        {
            _diagnostics.Add(diagnostic);
        }
    }

    public TextSpan Map(int start, int end) => text.ToSource(TextSpan.FromBounds(start, end));

    public TextSpan Map(IToken token) =>
        token.Type == TokenConstants.EOF ? Map(text.Text.Length, text.Text.Length) : Map(token.StartIndex, token.StopIndex + 1);

    public TextSpan Map(IToken first, IToken last) => Map(first.StartIndex, Math.Max(first.StartIndex, last.StopIndex + 1));
}
