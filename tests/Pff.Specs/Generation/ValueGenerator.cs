using System.Globalization;

namespace Pff.Specs.Generation;

/// <summary>Data by chance, as YAML or as an expression.</summary>
internal sealed class ValueGenerator(Random chance)
{
    /// <param name="name">A name that may be read; null where none may.</param>
    public YamlTree Any(string? name, int depth = 2) => chance.Next(depth > 0 ? 10 : 6) switch
    {
        0 => new YamlTreePlain(Number()),
        1 => new YamlTreePlain(chance.Next(3) switch { 0 => "true", 1 => "null", _ => "2.50" }),
        2 => new YamlTreeText(OddTexts.Texts[chance.Next(OddTexts.Texts.Length)]),
        3 => new YamlTreeText($"{{{{ {Expression(name, depth)} }}}}"),
        4 => new YamlTreeText($"a {{{{{Scalar(name)}}}}}, {{{{{Scalar(name)}}}}}"),
        5 => new YamlTreeText("Active"),
        6 or 7 => new YamlTreeList(Enumerable.Range(0, chance.Next(4)).Select(_ => Any(name, depth - 1)).ToList()),
        _ => new YamlTreeMap(true, Enumerable.Range(0, chance.Next(4)).Select(i => ($"k{i}", Any(name, depth - 1))).ToList()),
    };

    /// <summary>A constant, or nearly one.</summary>
    public string Expression(string? name, int depth = 2) => chance.Next(depth > 0 ? 4 : 1) switch
    {
        1 => $"[{string.Join(", ", Enumerable.Range(0, chance.Next(4)).Select(_ => Expression(name, depth - 1)))}]",
        2 => $"{{{string.Join(", ", Enumerable.Range(0, chance.Next(3)).Select(i => $"'k{i.ToString(CultureInfo.InvariantCulture)}': {Expression(name, depth - 1)}"))}}}",
        _ => Scalar(name),
    };

    private string Scalar(string? name) => chance.Next(8) switch
    {
        0 => Number(),
        1 => $"{chance.Next(9).ToString(CultureInfo.InvariantCulture)}.5m",
        2 => "'it'",
        3 => "\"a\\\"b\"",
        4 => "30s",
        5 => "2.5",
        6 => "true",
        _ => name ?? "[]",
    };

    private string Number() => (chance.Next(40) - 10).ToString(CultureInfo.InvariantCulture);
}
