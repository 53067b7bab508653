using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Typing;
using Pff.Core.Text;

namespace Pff.Compiler.Modules;

/// <summary>
/// What a module declares under one name. It is the same object from one text of the module to the next as long as what
/// the name means can be no other, and so are the types and functions that it means.
/// </summary>
/// <param name="print">A hash of its text and of everything that the text names.</param>
internal sealed class Declaration(string print)
{
    private TypeSymbol? _type;
    private FunctionSymbol? _function;
    private FunctionSymbol? _because;
    private MethodSymbol? _method;

    public string Print => print;

    public TypeSymbol Keep(TypeSymbol bound) => _type ??= bound;

    public FunctionSymbol Keep(FunctionSymbol bound, bool isReason) => isReason ? _because ??= bound : _function ??= bound;

    /// <summary>Where it is declared, and the places in its rules, are those of the text as it is now.</summary>
    public MethodSymbol Keep(MethodSymbol bound)
    {
        _method ??= bound;
        PlaceOfRules = bound is { Undo: null, SettledBy: null } ? null : bound.Span.Start;
        return _method with { Source = bound.Source, Span = bound.Span, Undo = bound.Undo, SettledBy = bound.SettledBy };
    }

    /// <summary>Where a method stands whose calls take its rules with them; else null.</summary>
    public int? PlaceOfRules { get; private set; }
}

/// <summary>The declarations of a module by name: types, tables, functions, rules and methods, but no sequences.</summary>
internal sealed class ModuleDeclarations
{
    private readonly Dictionary<string, Declaration> _byName;

    private ModuleDeclarations(Dictionary<string, Declaration> byName, string header, string names)
    {
        _byName = byName;
        Header = header;
        Names = names;
    }

    /// <summary>What all names of the module depend on: what it uses.</summary>
    public string Header { get; }

    /// <summary>All names that others may see, of sequences too: what is suggested where a name is wrong.</summary>
    public string Names { get; }

    /// <param name="before">Those of the module's last text, or null.</param>
    public static ModuleDeclarations Of(
        LoadedModule module, ImmutableArray<BoundModule> uses, ImmutableArray<ApiCatalogue?> apis, ModuleDeclarations? before)
    {
        var prints = new Prints(module, uses, HeaderOf(module, apis)).Compute();
        var byName = new Dictionary<string, Declaration>(prints.Count, StringComparer.Ordinal);
        foreach (var (name, print) in prints)
        {
            byName[name] = before?.Find(name) is { } known && known.Print == print ? known : new Declaration(print);
        }

        var names = string.Join('\n', module.Syntax.Declarations.OfType<NamedDeclarationSyntax>().Select(d => d.Name.Text));
        return new ModuleDeclarations(byName, HeaderOf(module, apis), names);
    }

    public Declaration? Find(string name) => _byName.GetValueOrDefault(name);

    private static string HeaderOf(LoadedModule module, ImmutableArray<ApiCatalogue?> apis)
    {
        var source = module.Syntax.Source;
        var header = new StringBuilder();
        foreach (var use in module.Syntax.Declarations.Where(d => d is UseApiSyntax or UseModuleSyntax))
        {
            header.Append(source.GetText(use.Span)).Append('\n');
        }

        return apis.Aggregate(header, (text, api) => text.Append(api is null ? "-" : $"{api.Api.Name} {api.Sources[0].Path}").Append('\n')).ToString();
    }

    /// <summary>
    /// The print of a declaration has its text and the prints of all declarations whose names stand in the text, wherever
    /// they stand in it: a name too many costs a little work, one too few would be a mistake.
    /// </summary>
    private sealed class Prints
    {
        private readonly Dictionary<string, (StringBuilder Text, HashSet<string> Words)> _texts = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _prints = new(StringComparer.Ordinal);
        private readonly ImmutableArray<BoundModule> _uses;
        private readonly string _header;
        private readonly string _whole;

        public Prints(LoadedModule module, ImmutableArray<BoundModule> uses, string header)
        {
            _uses = uses;
            _header = header;
            _whole = module.Syntax.Source.Content;
            foreach (var declaration in module.Syntax.Declarations.OfType<NamedDeclarationSyntax>().Where(d => d is not SequenceDeclarationSyntax))
            {
                if (!_texts.TryGetValue(declaration.Name.Text, out var known))
                {
                    _texts.Add(declaration.Name.Text, known = (new StringBuilder(), new HashSet<string>(StringComparer.Ordinal)));
                }

                var text = module.Syntax.Source.GetText(declaration.Span);
                known.Text.Append(text).Append('\0');
                known.Words.UnionWith(Words.Of(text));
            }
        }

        /// <summary>Those first that name no others; of a circle, and of what leads to one, the whole module is the text.</summary>
        public IReadOnlyDictionary<string, string> Compute()
        {
            var namedBy = new Dictionary<string, List<string>>(StringComparer.Ordinal);
            var waitsFor = new Dictionary<string, int>(StringComparer.Ordinal);
            var ready = new Queue<string>();
            foreach (var (name, (_, words)) in _texts)
            {
                var named = words.Where(w => w != name && _texts.ContainsKey(w)).ToList();
                named.ForEach(other => (namedBy.TryGetValue(other, out var list) ? list : namedBy[other] = []).Add(name));
                waitsFor[name] = named.Count;
                if (named.Count == 0)
                {
                    ready.Enqueue(name);
                }
            }

            while (ready.TryDequeue(out var name))
            {
                _prints[name] = PrintOf(name);
                foreach (var other in namedBy.GetValueOrDefault(name, []).Where(other => --waitsFor[other] == 0))
                {
                    ready.Enqueue(other);
                }
            }

            if (_prints.Count < _texts.Count)
            {
                var words = _texts.SelectMany(t => t.Value.Words).Distinct().Order(StringComparer.Ordinal).ToList();
                var print = Hash(new StringBuilder(_header).Append(_whole), words);
                _texts.Keys.Where(name => !_prints.ContainsKey(name)).ToList().ForEach(name => _prints.Add(name, print));
            }

            return _prints;
        }

        private string PrintOf(string name)
        {
            var (text, words) = _texts[name];
            return Hash(new StringBuilder(_header).Append(text), words.Order(StringComparer.Ordinal));
        }

        private string Hash(StringBuilder text, IEnumerable<string> words)
        {
            foreach (var word in words)
            {
                text.Append('\0').Append(_prints.GetValueOrDefault(word));
                foreach (var use in _uses)
                {
                    text.Append('\0').Append(use.Declarations.Find(word)?.Print);
                }
            }

            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        }
    }
}
