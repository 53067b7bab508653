using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Steps;
using Pff.Core.Diagnostics;
using Pff.Core.Text;
using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Modules;

// What happens where something fails.
public sealed partial class ModuleParser
{
    private bool IsHandler() => _cursor.IsWord("on") && _cursor.IsWord("error", 1);

    /// <summary>
    /// A <c>try</c> has the handlers behind it, and those on lines of their own that are indented more than its line: without
    /// that, nobody could give a block a handler behind its last <c>try</c>.
    /// </summary>
    private bool IsHandlerOf(TextSpan attempt) =>
        IsHandler() && (!_cursor.IsFirstOfLine || MarginOf(_cursor.Span) > MarginOf(attempt));

    private int MarginOf(TextSpan span)
    {
        var line = _cursor.Source.GetLine(_cursor.Source.GetPosition(span.Start).Line);
        return line.Length - line.TrimStart().Length;
    }

    /// <param name="attempt">The <c>try</c> whose handlers are meant; null for those of a block.</param>
    private ImmutableArray<HandlerSyntax> ReadHandlers(TextSpan? attempt = null)
    {
        var handlers = ImmutableArray.CreateBuilder<HandlerSyntax>();
        while (attempt is { } of ? IsHandlerOf(of) : IsHandler())
        {
            _cursor.Skip();
            _cursor.Skip();
            if (ReadHandler() is { } handler)
            {
                handlers.Add(handler with { Try = attempt });
            }
            else
            {
                _cursor.SkipStatement();
            }
        }

        return handlers.ToImmutable();
    }

    /// <summary><c>NotFound => step</c>, <c>http_409 as e => { … }</c>, <c>e => step then step</c></summary>
    private HandlerSyntax? ReadHandler()
    {
        var expected = new LocalizedText("a kind of error", "um tipo de erro");
        var isQuoted = _cursor.Type == STRING;
        if ((isQuoted ? _cursor.ExpectText(expected) : _cursor.ExpectName(expected)) is not { } written)
        {
            return null;
        }

        // A code that is no name stands in quotes.
        var (kind, error) = isQuoted ? (written, null) : HandlerNames.Read(written);
        if (_cursor.TryWord("as"))
        {
            error = _cursor.ExpectName(new("a name for the error", "um nome para o erro"));
        }

        return _cursor.Expect(ARROW, new("'=>'", "'=>'"))
            ? new HandlerSyntax(kind, ReadArm(), IsList: true) { ErrorName = error }
            : null;
    }

    /// <summary>What stands behind <c>=></c>: a block, or steps joined by <c>then</c>.</summary>
    private ImmutableArray<StepSyntax> ReadArm()
    {
        if (_cursor.Type == LBRACE)
        {
            return ReadBlock() is var (steps, handlers) ? WithHandlers(steps, handlers) : [];
        }

        var arm = ImmutableArray.CreateBuilder<StepSyntax>();
        do
        {
            if (ReadStep() is not { } step)
            {
                return arm.ToImmutable();
            }

            arm.Add(step);
        }
        while (_cursor.TryWord("then"));
        return arm.ToImmutable();
    }

    /// <summary>Steps whose block has handlers of its own are one group.</summary>
    private ImmutableArray<StepSyntax> WithHandlers(ImmutableArray<StepSyntax> steps, ImmutableArray<HandlerSyntax> handlers) =>
        handlers.IsEmpty ? steps : [new GroupStepSyntax(steps, Clauses(_cursor.Span, _cursor.Span) with { Handlers = handlers })];

    /// <summary><c>try step on error …</c>, or <c>try { … } on error …</c></summary>
    private StepSyntax? ReadTry(TextSpan start)
    {
        if (_cursor.Type != LBRACE)
        {
            return ReadStep() is { } single ? single with { Clauses = single.Clauses with { Handlers = ReadHandlersOfTry(start) } } : null;
        }

        if (ReadBlock() is not var (steps, handlers))
        {
            return null;
        }

        handlers = handlers.AddRange(ReadHandlersOfTry(start));
        return new GroupStepSyntax(steps, Clauses(start, _cursor.SpanFrom(start)) with { Handlers = handlers });
    }

    private ImmutableArray<HandlerSyntax> ReadHandlersOfTry(TextSpan attempt)
    {
        if (IsHandler() && !IsHandlerOf(attempt))
        {
            _cursor.Add(CompilerDiagnostics.HandlerAtMargin(_cursor.Source, _cursor.Span));
        }
        else if (!IsHandler())
        {
            _cursor.Report(new("'on error'", "'on error'"));
        }

        return ReadHandlers(attempt);
    }
}
