import QuothTerminal

let editor = try LineEditor(programName: "quoth")
var reading = true
while reading {
    let result = editor.readStatement(prompt: "quoth> ", continuation: "   ... ") { text in
        text.hasSuffix(";")
    }
    switch result {
    case .statement(let text): print("got \(text.debugDescription)")
    case .interrupted: print("interrupted")
    case .end: reading = false
    }
}
print("bye")
