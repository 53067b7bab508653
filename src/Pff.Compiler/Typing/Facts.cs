using System.Collections.Immutable;

namespace Pff.Compiler.Typing;

/// <summary>
/// What tests have shown about paths like <c>customer.contract</c>: that the field is there, that it is not null, or
/// which text it is. Immutable.
/// </summary>
public sealed record Facts
{
    private Facts(ImmutableHashSet<string> present, ImmutableHashSet<string> notNull, ImmutableDictionary<string, string> texts)
    {
        Present = present;
        NotNull = notNull;
        Texts = texts;
    }

    public static Facts None { get; } = new(
        ImmutableHashSet.Create<string>(StringComparer.Ordinal),
        ImmutableHashSet.Create<string>(StringComparer.Ordinal),
        ImmutableDictionary.Create<string, string>(StringComparer.Ordinal));

    private ImmutableHashSet<string> Present { get; }

    private ImmutableHashSet<string> NotNull { get; }

    private ImmutableDictionary<string, string> Texts { get; }

    internal bool IsPresent(string path) => Present.Contains(path);

    internal bool IsNotNull(string path) => NotNull.Contains(path);

    /// <summary>The text that a path was found to be, or null.</summary>
    internal string? TextOf(string path) => Texts.GetValueOrDefault(path);

    internal Facts WithPresent(string path) => new(Present.Add(path), NotNull, Texts);

    internal Facts WithNotNull(string path) => new(Present.Add(path), NotNull.Add(path), Texts);

    internal Facts WithText(string path, string text) => new(Present.Add(path), NotNull.Add(path), Texts.SetItem(path, text));

    /// <summary>What still holds where <paramref name="name"/> means something else.</summary>
    public Facts Without(string name)
    {
        if (ReferenceEquals(this, None))
        {
            return this;
        }

        return new(
            Present.Except(Present.Where(p => Mentions(p, name))),
            NotNull.Except(NotNull.Where(p => Mentions(p, name))),
            Texts.RemoveRange(Texts.Keys.Where(p => Mentions(p, name))));
    }

    /// <summary>What holds where both hold.</summary>
    public Facts And(Facts other) => new(Present.Union(other.Present), NotNull.Union(other.NotNull), Texts.SetItems(other.Texts));

    /// <summary>What holds where either holds.</summary>
    internal Facts Or(Facts other) => new(
        Present.Intersect(other.Present),
        NotNull.Intersect(other.NotNull),
        Texts.RemoveRange(Texts.Where(t => other.TextOf(t.Key) != t.Value).Select(t => t.Key)));

    /// <summary>What is known of one name and what lies below it, said of another name instead; nothing else.</summary>
    internal Facts Renamed(string from, string to)
    {
        string Rename(string path) => to + path[from.Length..];
        return new(
            [.. Present.Where(p => Starts(p, from)).Select(Rename)],
            [.. NotNull.Where(p => Starts(p, from)).Select(Rename)],
            Texts.Where(t => Starts(t.Key, from)).ToImmutableDictionary(t => Rename(t.Key), t => t.Value, StringComparer.Ordinal));
    }

    private static bool Mentions(string path, string name) =>
        Starts(path, name)
        || path.Contains($"[{name}]", StringComparison.Ordinal)
        || path.Contains($"[{name}.", StringComparison.Ordinal)
        || path.Contains($"[{name}[", StringComparison.Ordinal);

    private static bool Starts(string path, string name) =>
        path.StartsWith(name, StringComparison.Ordinal) && (path.Length == name.Length || path[name.Length] is '.' or '[');
}
