using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;

namespace Pff.Compiler.Converting;

/// <summary>What is converted.</summary>
/// <param name="Tests">What goes with it.</param>
/// <param name="Withheld">Where the comments start that find their places later, see <see cref="AllowedWarnings"/>.</param>
internal sealed record Conversion(BoundProgram Bound, ConversionPlaces Places, CarriedTests Tests, ImmutableHashSet<int> Withheld)
{
    /// <summary>The comments that a writer carries.</summary>
    public CommentedSource Carried(CommentedSource comments, Func<SourceComment, bool> isMeant) =>
        comments with { Comments = [.. comments.Comments.Where(c => !Withheld.Contains(c.Span.Start) && isMeant(c))] };
}
