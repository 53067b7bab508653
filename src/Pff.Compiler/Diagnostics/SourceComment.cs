using Pff.Core.Text;

namespace Pff.Compiler.Diagnostics;

/// <summary>A comment of a source text in any notation.</summary>
/// <param name="Span">With its marker (<c>#</c> or <c>//</c>), without the line break.</param>
/// <param name="TextStart">Where the text behind the marker begins.</param>
/// <param name="IsWholeLine">Whether only blanks stand before it on its line.</param>
public sealed record SourceComment(TextSpan Span, int TextStart, bool IsWholeLine);

/// <summary>A source text and all its comments, in source order.</summary>
/// <param name="IsComplete">False where reading stopped at an error: some comments may be missing.</param>
public sealed record CommentedSource(SourceText Source, IReadOnlyList<SourceComment> Comments, bool IsComplete);
