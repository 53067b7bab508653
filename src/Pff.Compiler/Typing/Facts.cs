using System.Collections.Immutable;

namespace Pff.Compiler.Typing;

/// <summary>
/// What tests have shown about paths like <c>customer.contract</c>: that the field is there, or that it is not null.
/// Immutable.
/// </summary>
public sealed record Facts
{
    private Facts(ImmutableHashSet<string> present, ImmutableHashSet<string> notNull)
    {
        Present = present;
        NotNull = notNull;
    }

    public static Facts None { get; } = new(ImmutableHashSet.Create<string>(StringComparer.Ordinal), ImmutableHashSet.Create<string>(StringComparer.Ordinal));

    private ImmutableHashSet<string> Present { get; }

    private ImmutableHashSet<string> NotNull { get; }

    internal bool IsPresent(string path) => Present.Contains(path);

    internal bool IsNotNull(string path) => NotNull.Contains(path);

    internal Facts WithPresent(string path) => new(Present.Add(path), NotNull);

    internal Facts WithNotNull(string path) => new(Present.Add(path), NotNull.Add(path));

    /// <summary>What still holds where <paramref name="name"/> means something else.</summary>
    public Facts Without(string name) => new(Forget(Present, name), Forget(NotNull, name));

    /// <summary>What holds where both hold.</summary>
    public Facts And(Facts other) => new(Present.Union(other.Present), NotNull.Union(other.NotNull));

    /// <summary>What holds where either holds.</summary>
    internal Facts Or(Facts other) => new(Present.Intersect(other.Present), NotNull.Intersect(other.NotNull));

    private static ImmutableHashSet<string> Forget(ImmutableHashSet<string> paths, string name) =>
        paths.Except(paths.Where(p => p.StartsWith(name, StringComparison.Ordinal) && (p.Length == name.Length || p[name.Length] is '.' or '[')));
}
