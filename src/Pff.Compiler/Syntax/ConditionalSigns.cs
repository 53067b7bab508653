using Antlr4.Runtime;
using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Syntax;

/// <summary>
/// Tells <c>a?.b</c> from <c>a ?.b : c</c>. The second is CEL (a conditional whose first branch is a name with a leading
/// dot) and must stay what CEL says; the first is not CEL, for its conditional lacks a colon. So between two commas of
/// one bracket exactly as many <c>?.</c> are conditionals as there are colons that no other <c>?</c> can have.
/// </summary>
internal sealed class ConditionalSigns(List<IToken> tokens, int[] partners)
{
    private sealed class Segment(bool isMap)
    {
        public bool IsMap { get; } = isMap;

        /// <summary>Indexes of <c>?</c> and <c>:</c>, in order.</summary>
        public List<int> Signs { get; } = [];
    }

    public void Run()
    {
        var open = new Stack<Segment>();
        open.Push(new Segment(isMap: false));
        for (var i = 0; i < tokens.Count; i++)
        {
            var type = tokens[i].Type;
            if (Brackets.CloserOf(type) >= 0)
            {
                open.Push(new Segment(type is LBRACE && (i == 0 || !TokenPreparation.EndsExpression(tokens[i - 1].Type))));
            }
            else if (Brackets.IsCloser(type) && open.Count > 1 && partners[i] >= 0)
            {
                Resolve(open.Pop());
            }
            else if (type is COMMA)
            {
                var isMap = open.Peek().IsMap;
                Resolve(open.Pop());
                open.Push(new Segment(isMap));
            }
            else if (type is COLON || (type is QUESTION && !IsMarker(i)))
            {
                open.Peek().Signs.Add(i);
            }
        }

        while (open.TryPop(out var segment))
        {
            Resolve(segment);
        }
    }

    /// <summary>Whether the sign marks something optional: <c>[?e]</c>, <c>{?k: e}</c>, <c>a[?i]</c>, <c>a.?b</c>.</summary>
    private bool IsMarker(int index) =>
        index > 0 && tokens[index - 1].Type is LBRACKET or LBRACE or COMMA or DOT;

    private bool IsAmbiguous(int index) =>
        tokens[index].Type is QUESTION
        && index + 2 < tokens.Count
        && tokens[index + 1].Type is DOT
        && tokens[index + 1].StartIndex == tokens[index].StopIndex + 1
        && tokens[index + 2].Type is IDENTIFIER or ESCAPED or UNTERMINATED_ESCAPED;

    private void Resolve(Segment segment)
    {
        var colons = segment.Signs.Count(i => tokens[i].Type is COLON) - (segment.IsMap ? 1 : 0);
        var certain = segment.Signs.Count(i => tokens[i].Type is QUESTION && !IsAmbiguous(i));
        var spare = colons - certain;
        var waiting = new Stack<int>();
        foreach (var index in segment.Signs)
        {
            if (tokens[index].Type is QUESTION)
            {
                waiting.Push(index);
            }
            else if (waiting.Count > 0)
            {
                while (waiting.Count > 0 && IsAmbiguous(waiting.Peek()) && spare <= 0)
                {
                    MakeSafe(waiting.Pop());
                }

                if (waiting.Count > 0)
                {
                    spare -= IsAmbiguous(waiting.Pop()) ? 1 : 0;
                }
            }
        }

        foreach (var index in waiting.Where(IsAmbiguous))
        {
            MakeSafe(index);
        }
    }

    private void MakeSafe(int index) => ((CommonToken)tokens[index]).Type = SAFE;
}
